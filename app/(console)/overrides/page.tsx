import type { Metadata } from "next";
import { ExceptionDetail, ExceptionLine } from "@/components/overrides/exceptions";
import { type Override, overridesSentence, sayState, viewOf } from "@/components/overrides/override";
import { OverridesEmpty } from "@/components/overrides/overrides-empty";
import { WeekBars } from "@/components/overrides/week-bars";
import { Inbox, type InboxItem } from "@/components/shell/inbox";
import { Page } from "@/components/shell/page";
import { When } from "@/components/trust/when";
import { ButtonLink } from "@/components/ui/button";
import { TabLinks } from "@/components/ui/choices";
import { Section } from "@/components/ui/section";
import { ownOrigin, pageNow } from "@/lib/border/console";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { type Actor, may } from "@/lib/domain/roles";
import { decisionScene } from "@/lib/queries/decision-explorer";
import { type ExceptionView, exceptionById, recentExceptions, weeksOfOverrides } from "@/lib/queries/exceptions";
import { answerTimes, grantsWaiting } from "@/lib/queries/grants";
import { overridePage, unratifiedOverrides } from "@/lib/queries/overrides";
import { GrantDetail, GrantMark } from "../agents/grant-detail";
import { bulk } from "./actions";
import { AnswerTimesLine, AuthorityEmpty, authorityItems } from "./authority";
import { Detail, State } from "./detail";
import { OVERRIDE_VIEWS, overridesSearch } from "./search";

export const metadata: Metadata = { title: "Overrides" };

const NAMES = {
  requested: "Pending",
  active: "Active",
  over: "Past",
  exceptions: "Exceptions",
  authority: "Authority",
} as const;
const PEEK_NAMES: Partial<Record<keyof typeof NAMES, string>> = { exceptions: "Exception", authority: "Authority" };
const MOST = 500;
const DAYS = 90;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What the tabs list; each is read by itself, so that none hides another. */
async function listsOf(actor: Actor, now: number) {
  const [asked, glass, holding, coming, latest] = await Promise.all([
    overridePage(actor, { state: "requested" }, MOST, now),
    unratifiedOverrides(actor, now),
    overridePage(actor, { state: "active" }, MOST, now),
    overridePage(actor, { state: "approved" }, MOST, now),
    overridePage(actor, {}, MOST, now),
  ]);
  const active = [...holding, ...coming];
  return {
    lists: { requested: [...asked, ...glass], active, over: latest.filter((one) => viewOf(one) === "over") },
    sentence: overridesSentence({ requested: asked.length, glass: glass.length, active: active.length }),
  };
}

/** Requests for overrides, those that hold, those that are over; what ran outside its pact; requests for authority. */
export default async function OverridesPage({ searchParams }: Props) {
  const actor = await currentActor();
  const { view, peek, on } = overridesSearch.parse(await searchParams);
  const [{ lists, sentence }, exceptions, weeks, waiting, times, { titles }, origin] = await Promise.all([
    listsOf(actor, pageNow()),
    recentExceptions(actor, DAYS, MOST),
    weeksOfOverrides(actor),
    grantsWaiting(actor),
    answerTimes(actor),
    decisionScene(actor),
    ownOrigin(),
  ]);
  const tabs: Record<typeof view, number> = {
    ...{ requested: lists.requested.length, active: lists.active.length, over: lists.over.length },
    ...{ exceptions: exceptions.length, authority: waiting.asked.length + waiting.onProbation.length },
  };
  const address = (one?: string, of = view) => `/overrides${overridesSearch.query({ view: of, peek: one })}`;
  const decides = may(actor, "override.approve");
  return (
    <Page crumbs={[{ label: "Overrides" }]} actions={may(actor, "override.request") ? <Ask /> : null} bleed>
      <h1 className="sr-only">{sentence}</h1>
      <Inbox
        key={view}
        label={sentence}
        selected={peek}
        closeHref={address()}
        peekTitle={PEEK_NAMES[view] ?? "Override"}
        peekHead={peek ? <Head view={view} id={peek} /> : undefined}
        bulk={view === "requested" && decides ? { act: bulk, noun: "requests" } : undefined}
        tabs={
          <TabLinks
            tight
            label="State"
            options={OVERRIDE_VIEWS.map((one) => ({
              href: address(undefined, one),
              label: NAMES[one],
              current: one === view,
              count: tabs[one],
            }))}
          />
        }
        empty={view === "authority" ? <AuthorityEmpty /> : <OverridesEmpty view={view} origin={origin} />}
        items={items()}
        foot={
          view === "authority" ? (
            <AnswerTimesLine times={times} />
          ) : (
            <Section title="Overrides and exceptions a week" className="px-5 pt-8 pb-6 max-sm:px-4">
              <WeekBars weeks={weeks} />
            </Section>
          )
        }
      >
        {peek ? <Peeked actor={actor} view={view} id={peek} on={on} /> : undefined}
      </Inbox>
    </Page>
  );

  function items(): InboxItem[] {
    if (view === "exceptions") return exceptions.map(exceptionItem(address));
    return view === "authority" ? authorityItems(waiting, address) : overrideItems();
  }

  function overrideItems(): InboxItem[] {
    const shown = view === "exceptions" || view === "authority" ? [] : [...lists[view]];
    if (view !== "over")
      shown.sort((a, b) => likeness(a).localeCompare(likeness(b)) || a.endsAt.localeCompare(b.endsAt));
    return shown.map((one) => ({
      id: one.id,
      href: address(one.id),
      title: one.requestedBy.name,
      name: `${one.requestedBy.name}, ${one.agent}`,
      hash: one.hash,
      choosable:
        !one.breakGlass &&
        one.requestedBy.id !== actor.id &&
        !one.approvals.some(({ member }) => member.id === actor.id),
      alike: `${one.agent}, ${titles[`${one.pact}/${one.clause}`] ?? one.clause ?? one.pact}`,
      aside: <When at={view === "over" ? one.createdAt : dueAt(one)} plain precise />,
      text: <InLine of={one} titles={titles} ended={view === "over"} />,
    }));
  }
}

interface PeekedProps {
  actor: Actor;
  view: (typeof OVERRIDE_VIEWS)[number];
  id: string;
  on?: string;
}

/** The state of what is looked at. */
function Head({ view, id }: Pick<PeekedProps, "view" | "id">) {
  if (view === "exceptions") return null;
  return view === "authority" ? <GrantMark id={id} /> : <State id={id} />;
}

async function Peeked({ actor, view, id, on }: PeekedProps) {
  if (view === "exceptions") return <ExceptionDetail of={await found(exceptionById(actor, id))} />;
  if (view === "authority") return <GrantDetail actor={actor} id={id} on={on} keep={{ view, peek: id }} />;
  return <Detail actor={actor} id={id} on={on} view={view} />;
}

/** When a request lapses, a break-glass is no longer ratified, or an override ends. */
const dueAt = ({ state, breakGlass, lapsesAt, endsAt }: Override) =>
  breakGlass?.ratification === "due" ? breakGlass.ratifyBy : state === "requested" ? lapsesAt : endsAt;

/** Requests about one agent and clause stand together, the likeness that runs out first on top. */
const likeness = ({ agent, pact, clause }: Override) => `${agent} ${pact} ${clause}`;

const exceptionItem =
  (address: (id: string) => string) =>
  (one: ExceptionView): InboxItem => ({
    id: one.id,
    href: address(one.id),
    title: one.agent,
    aside: <When at={one.at} plain />,
    text: <ExceptionLine of={one} />,
  });

function Ask() {
  return (
    <ButtonLink size="small" variant="primary" href="/overrides/new">
      Ask for an override
    </ButtonLink>
  );
}

interface InLineProps {
  of: Override;
  titles: Record<string, string>;
  ended: boolean;
}

/** An override in three lines of the list. */
function InLine({ of, titles, ended }: InLineProps) {
  const { agent, pact, clause, triggers, breakGlass, reason } = of;
  const title = clause === null ? titles[pact] : titles[`${pact}/${clause}`];
  return (
    <>
      {agent}: <em>{title ?? clause ?? pact}</em>, {clause === null ? "scope" : triggers.join(", ")}
      {breakGlass
        ? `. Break-glass, ${breakGlass.ratification === "due" ? "to be ratified" : breakGlass.ratification}`
        : ""}
      {ended ? `. ${sayState(of)}` : ""}
      <span className="block truncate text-ink-3">{reason}</span>
    </>
  );
}

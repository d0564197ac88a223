import type { Metadata } from "next";
import { ExceptionDetail, ExceptionLine } from "@/components/overrides/exceptions";
import {
  type Override,
  type OverrideViewName,
  overridesSentence,
  sayState,
  viewOf,
} from "@/components/overrides/override";
import { OverridesEmpty } from "@/components/overrides/overrides-empty";
import { WeekBars } from "@/components/overrides/week-bars";
import { Inbox, type InboxItem } from "@/components/shell/inbox";
import { Page } from "@/components/shell/page";
import { When } from "@/components/trust/when";
import { ButtonLink } from "@/components/ui/button";
import { TabLinks } from "@/components/ui/choices";
import { Section } from "@/components/ui/section";
import { ownOrigin, pageNow } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { decisionScene } from "@/lib/queries/decision-explorer";
import { type ExceptionView, recentExceptions, weeksOfOverrides } from "@/lib/queries/exceptions";
import { answerTimes, grantsWaiting } from "@/lib/queries/grants";
import { overridePage } from "@/lib/queries/overrides";
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
const MOST = 500;
const DAYS = 90;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Requests for overrides, those that hold, those that are over; and what ran outside its pact. */
export default async function OverridesPage({ searchParams }: Props) {
  const actor = await currentActor();
  const { view, peek, on } = overridesSearch.parse(await searchParams);
  const now = pageNow();
  const [all, exceptions, weeks, waiting, times, { titles }, origin] = await Promise.all([
    overridePage(actor, {}, MOST, now),
    recentExceptions(actor, DAYS, MOST),
    weeksOfOverrides(actor),
    grantsWaiting(actor),
    answerTimes(actor),
    decisionScene(actor),
    ownOrigin(),
  ]);
  const count = (of: OverrideViewName) => all.filter((one) => viewOf(one) === of).length;
  const counts = { requested: count("requested"), active: count("active"), over: count("over") };
  const tabs = {
    ...counts,
    exceptions: exceptions.length,
    authority: waiting.asked.length + waiting.onProbation.length,
  };
  const address = (one?: string, of = view) => `/overrides${overridesSearch.query({ view: of, peek: one })}`;
  const exception = view === "exceptions" ? exceptions.find(({ id }) => id === peek) : undefined;
  const decides = may(actor, "override.approve");
  return (
    <Page crumbs={[{ label: "Overrides" }]} actions={may(actor, "override.request") ? <Ask /> : null} bleed>
      <h1 className="sr-only">{overridesSentence(counts)}</h1>
      <Inbox
        key={view}
        label={overridesSentence(counts)}
        selected={peek}
        closeHref={address()}
        peekTitle={exception ? "Exception" : view === "authority" ? "Authority" : "Override"}
        peekHead={peek && !exception ? view === "authority" ? <GrantMark id={peek} /> : <State id={peek} /> : undefined}
        bulk={view === "requested" && decides ? { act: bulk, noun: "requests" } : undefined}
        tabs={
          <TabLinks
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
        {detail()}
      </Inbox>
    </Page>
  );

  function detail() {
    if (!peek) return undefined;
    if (exception) return <ExceptionDetail of={exception} />;
    if (view === "authority") return <GrantDetail actor={actor} id={peek} on={on} keep={{ view, peek }} />;
    return <Detail actor={actor} id={peek} on={on} />;
  }

  function items(): InboxItem[] {
    if (view === "exceptions") return exceptions.map(exceptionItem(address));
    return view === "authority" ? authorityItems(waiting, address) : overrideItems();
  }

  function overrideItems(): InboxItem[] {
    const shown = all.filter((one) => viewOf(one) === view);
    if (view !== "over")
      shown.sort((a, b) => likeness(a).localeCompare(likeness(b)) || a.endsAt.localeCompare(b.endsAt));
    return shown.map((one) => ({
      id: one.id,
      href: address(one.id),
      title: one.requestedBy.name,
      name: `${one.requestedBy.name}, ${one.agent}`,
      choosable: one.requestedBy.id !== actor.id && !one.approvals.some(({ member }) => member.id === actor.id),
      alike: `${one.agent}, ${titles[`${one.pact}/${one.clause}`] ?? one.clause ?? one.pact}`,
      aside: (
        <When at={view === "over" ? one.createdAt : view === "requested" ? one.lapsesAt : one.endsAt} plain precise />
      ),
      text: <InLine of={one} titles={titles} ended={view === "over"} />,
    }));
  }
}

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

/** An override in two lines of the list. */
function InLine({ of, titles, ended }: InLineProps) {
  const { agent, pact, clause, triggers, breakGlass } = of;
  const title = clause === null ? titles[pact] : titles[`${pact}/${clause}`];
  return (
    <>
      {agent}: <em>{title ?? clause ?? pact}</em>, {clause === null ? "scope" : triggers.join(", ")}
      {breakGlass
        ? `. Break-glass, ${breakGlass.ratification === "due" ? "to be ratified" : breakGlass.ratification}`
        : ""}
      {ended ? `. ${sayState(of)}` : ""}
    </>
  );
}

import type { Metadata } from "next";
import { cache } from "react";
import { type Override, overridesSentence, sayState, viewOf } from "@/components/overrides/override";
import { OverrideDetail } from "@/components/overrides/override-detail";
import { OverrideWord, RevokeOverride } from "@/components/overrides/override-word";
import { OverridesEmpty } from "@/components/overrides/overrides-empty";
import { Inbox } from "@/components/shell/inbox";
import { Page } from "@/components/shell/page";
import { Mark } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import { ButtonLink } from "@/components/ui/button";
import { TabLinks } from "@/components/ui/choices";
import { ownOrigin, pageNow } from "@/lib/border/console";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { type Actor, may } from "@/lib/domain/roles";
import { decisionScene } from "@/lib/queries/decision-explorer";
import { overrideCase } from "@/lib/queries/override-case";
import { overridePage } from "@/lib/queries/overrides";
import { approve, deny, revoke } from "./actions";
import { OVERRIDE_VIEWS, overridesSearch } from "./search";

export const metadata: Metadata = { title: "Overrides" };

const NAMES = { requested: "Pending", active: "Active", over: "Over" } as const;
const MOST = 500;

/** Read once for the head and the body of the peek. */
const caseOf = cache(async (id: string) => found(overrideCase(await currentActor(), id)));

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Requests for overrides, and those that hold. */
export default async function OverridesPage({ searchParams }: Props) {
  const actor = await currentActor();
  const { view, peek } = overridesSearch.parse(await searchParams);
  const now = pageNow();
  const [all, { titles }, origin] = await Promise.all([
    overridePage(actor, {}, MOST, now),
    decisionScene(actor),
    ownOrigin(),
  ]);
  const shown = all.filter((one) => viewOf(one) === view);
  if (view !== "over") shown.sort((a, b) => a.endsAt.localeCompare(b.endsAt));
  const count = (of: (typeof OVERRIDE_VIEWS)[number]) => all.filter((one) => viewOf(one) === of).length;
  const counts = { requested: count("requested"), active: count("active"), over: count("over") };
  const address = (one?: string, of = view) => `/overrides${overridesSearch.query({ view: of, peek: one })}`;
  return (
    <Page crumbs={[{ label: "Overrides" }]} actions={may(actor, "override.request") ? <Ask /> : null} bleed>
      <h1 className="sr-only">{overridesSentence(counts)}</h1>
      <Inbox
        label={overridesSentence(counts)}
        selected={peek}
        closeHref={address()}
        peekTitle="Override"
        peekHead={peek ? <State id={peek} /> : undefined}
        tabs={
          <TabLinks
            label="State"
            options={OVERRIDE_VIEWS.map((one) => ({
              href: address(undefined, one),
              label: NAMES[one],
              current: one === view,
              count: counts[one],
            }))}
          />
        }
        empty={<OverridesEmpty view={view} origin={origin} />}
        items={shown.map((one) => ({
          id: one.id,
          href: address(one.id),
          title: one.requestedBy.name,
          aside: <When at={view === "over" ? one.createdAt : one.endsAt} plain precise />,
          text: <InLine of={one} titles={titles} ended={view === "over"} />,
        }))}
      >
        {peek ? <Detail actor={actor} id={peek} /> : undefined}
      </Inbox>
    </Page>
  );
}

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
  const { agent, pact, clause, triggers } = of;
  const title = clause === null ? titles[pact] : titles[`${pact}/${clause}`];
  return (
    <>
      {agent}: <em>{title ?? clause ?? pact}</em>, {clause === null ? "scope" : triggers.join(", ")}
      {ended ? `. ${sayState(of)}` : ""}
    </>
  );
}

async function State({ id }: { id: string }) {
  const { override } = await caseOf(id);
  return (
    <Mark tone={override.state === "active" || override.state === "requested" ? "waived" : "todo"} chip>
      {sayState(override)}
    </Mark>
  );
}

async function Detail({ actor, id }: { actor: Actor; id: string }) {
  const one = await caseOf(id);
  const { override, workflow } = one;
  return (
    <OverrideDetail of={one}>
      <Word actor={actor} override={override} workflow={workflow} />
    </OverrideDetail>
  );
}

function Word({
  actor,
  override,
  workflow,
}: {
  actor: Actor;
  override: Awaited<ReturnType<typeof overrideCase>>["override"];
  workflow: string | null;
}) {
  const pending = override.state === "requested";
  const own = override.requestedBy.id === actor.id;
  const given = override.approvals.some(({ member }) => member.id === actor.id);
  const revokes =
    may(actor, "override.revoke", workflow) &&
    (pending || override.state === "active" || override.state === "approved");
  if (pending && !own && !given && may(actor, "override.approve", workflow)) {
    return <OverrideWord key={override.id} override={override} approve={approve} deny={deny} />;
  }
  const why = !pending
    ? null
    : own
      ? "You asked for it, so another approver or owner answers."
      : given
        ? "You have approved it; it waits for another approver."
        : "An approver or an owner answers.";
  return (
    <>
      {why ? <p className="mt-7 pb-6 text-ink-2">{why}</p> : null}
      {revokes ? <RevokeOverride override={override} revoke={revoke} /> : null}
    </>
  );
}

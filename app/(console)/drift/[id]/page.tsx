import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { OddsChart } from "@/components/chart/odds-chart";
import { aroundName, DRIFT_NAME, DRIFT_TONE, toOne } from "@/components/drift/drift";
import { DriftCauses } from "@/components/drift/drift-causes";
import { DriftEvidence } from "@/components/drift/drift-evidence";
import { DriftRail } from "@/components/drift/drift-rail";
import { ExposureSection } from "@/components/exposure/exposure-section";
import { RequestEvidence } from "@/components/freshness/request-evidence";
import { ClauseWord } from "@/components/pacts/clause-word";
import { Page } from "@/components/shell/page";
import { Mark } from "@/components/trust/mark";
import { ClauseName } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { count, duration, percent } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { pageNow } from "@/lib/border/console";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { type Actor, may } from "@/lib/domain/roles";
import { type DriftDetail, driftDetail } from "@/lib/queries/drift";
import { driftGroups } from "@/lib/queries/drift-list";
import { teamNames } from "@/lib/queries/team-names";
import { request } from "../../freshness/actions";
import { clear, remediate, sign, verify } from "../actions";

const RECORDS = 6;

interface Props {
  params: Promise<{ id: string }>;
}

const detailOf = cache(async (id: string) => found(driftDetail(await currentActor(), id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Drift: ${(await detailOf((await params).id)).title}` };
}

/** One drift: what the monitor says, how it came about, what it changed, what was permitted meanwhile. */
export default async function DriftPage({ params }: Props) {
  const actor = await currentActor();
  const drift = await detailOf((await params).id);
  const [groups, teams] = await Promise.all([driftGroups(actor), teamNames(actor)]);
  return (
    <Page crumbs={[{ label: "Drift", href: "/drift" }, { label: drift.title }]} bleed>
      <div className="drift-lay">
        <DriftRail groups={groups} selected={drift.id} />
        <div className="drift-det">
          <Head drift={drift} actor={actor} />
          <div className="drift-two">
            <div className="flex min-w-0 flex-col gap-10">
              <Course drift={drift} />
              <Evidence drift={drift} />
              <ExposureSection
                of={{ subject: "drift", id: drift.id }}
                exposure={drift.exposure}
                csvHref={`/drift/${drift.id}/exposure`}
                act={may(actor, "remediation.set") ? remediate : undefined}
              />
            </div>
            <Side
              drift={drift}
              team={teams[drift.owner] ?? drift.owner}
              mayRequest={may(actor, "evidence.request", drift.workflow)}
            />
          </div>
        </div>
      </div>
    </Page>
  );
}

function Head({ drift, actor }: { drift: DriftDetail; actor: Actor }) {
  const { state, agent, release, title, pact, pactTitle, clause, workflow } = drift;
  const named = <ClauseName href={`/pacts/${pact}/clauses/${clause}`}>{title}</ClauseName>;
  const told = aroundName(drift.says);
  return (
    <div className="flex items-start justify-between gap-6 max-lg:flex-col">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Mark tone={DRIFT_TONE[state]} chip>
            Drift {DRIFT_NAME[state].toLowerCase()}
          </Mark>
          <span className="label">
            <Link href={`/agents/${agent}`}>{agent}</Link>
            {release ? ` ${release}` : ""}, <Link href={`/pacts/${pact}`}>{pactTitle}</Link>
          </span>
        </div>
        <h1 className="sentence mt-2">
          {told ? (
            <>
              {told.before}
              {named}
              {told.after}
            </>
          ) : (
            <>
              {named}: {drift.says}.
            </>
          )}
        </h1>
        <p className="lede mt-2">{lede(drift)}</p>
      </div>
      <div className="no-print flex flex-none flex-wrap gap-2">
        <ClauseWord
          agent={agent}
          pact={pact}
          clause={clause}
          title={title}
          latched={drift.signoff && state === "verified" ? ["drift"] : []}
          drift={state === "suspected" ? { id: drift.id, state } : null}
          may={{ sign: may(actor, "restoration.sign", workflow), judge: may(actor, "drift.judge", workflow) }}
          acts={{ sign, verify, clear }}
        />
        {state === "cleared" ? null : (
          <ButtonLink size="small" href={`/agents/${agent}`}>
            Change the release
          </ButtonLink>
        )}
      </div>
    </div>
  );
}

function lede({ odds, levels, stages, released, release, state }: DriftDetail): string {
  const top = stages.at(-1)?.at ?? levels[0]?.at;
  const promise = top ? ` At ${count(top)} the monitor raises at most one false alarm in ${count(top)} checks.` : "";
  const came = released && release ? ` Release ${released.release} came into use before it.` : "";
  return `${toOne(odds)} that the promise ${state === "cleared" ? "was" : "is"} broken.${promise}${came}`;
}

function Course({ drift: { course, levels, marks, stages, p0 } }: { drift: DriftDetail }) {
  if (course === null)
    return (
      <Section title="Odds that the promise is broken">
        <p className="py-3 text-sm text-ink-2">There are too many records to draw; the evidence has them all.</p>
      </Section>
    );
  return (
    <OddsChart
      title="Odds that the promise is broken"
      points={course}
      levels={levels}
      marks={marks}
      reached={stages}
      now={pageNow()}
      p0={p0}
    />
  );
}

/** The newest records that it rests on; the clause's own page has them all. */
function Evidence({ drift: { course, pact, clause, p0 } }: { drift: DriftDetail }) {
  const newest = (course ?? []).slice(-RECORDS).reverse();
  if (newest.length === 0) return null;
  const all = <Link href={`/pacts/${pact}/clauses/${clause}`}>All records</Link>;
  return (
    <Section title="Evidence" aside={all}>
      <DriftEvidence records={newest} target={1 - p0} />
    </Section>
  );
}

function Side({ drift, team, mayRequest }: { drift: DriftDetail; team: string; mayRequest: boolean }) {
  const { within, runbook, restoring, verifiedAt, state } = drift;
  return (
    <div className="flex flex-col gap-7">
      <Section title="What changed, and when">
        <DriftCauses drift={drift} />
      </Section>
      <Section title="Owner">
        <p className="text-sm">{team}</p>
        {within && verifiedAt && state === "verified" ? (
          <p className="text-sm leading-6 text-ink-2">
            Owes a response within {duration(within)} of the verification, <When at={verifiedAt} plain />:{" "}
            <Link href={`/pacts/${drift.pact}/clauses/${drift.clause}`}>answer on the clause’s page</Link>.
          </p>
        ) : null}
        {runbook ? (
          <p className="mt-1 text-sm leading-6">
            <a href={runbook} rel="noreferrer">
              Runbook
            </a>
          </p>
        ) : null}
        {mayRequest && state !== "cleared" ? (
          <p className="no-print mt-2">
            <RequestEvidence act={request} clause={drift} name={drift.title} />
          </p>
        ) : null}
      </Section>
      {restoring ? <WayBack drift={drift} restoring={restoring} team={team} /> : null}
    </div>
  );
}

function WayBack({
  drift: { p0, critical, signoff },
  restoring,
  team,
}: {
  drift: DriftDetail;
  restoring: NonNullable<DriftDetail["restoring"]>;
  team: string;
}) {
  const words = signoff
    ? ` Then ${team}${critical ? " and one person outside it sign" : " signs"}.`
    : " Then it is lifted.";
  const more =
    restoring.clean === 0 ? "That is enough." : `${count(restoring.clean)} clean checks in a row are enough.`;
  const now = Math.min(restoring.odds, 20);
  return (
    <Section title="The way back">
      <p className="text-sm text-ink-2">
        The pact allows {percent(p0)}. Evidence of restoration must reach 20; {more}
        {words}
      </p>
      <p className="mt-2 text-sm">
        Now <b className="font-semibold">{now < 10 ? now.toFixed(1) : Math.floor(now)}</b> of 20
      </p>
      <meter
        className="mt-1 block h-1.5 w-full"
        min={0}
        max={20}
        value={now}
        aria-label={`Evidence of restoration: ${now.toFixed(1)} of 20`}
      />
    </Section>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { EvidenceDots } from "@/components/chart/evidence-dots";
import {
  AffectedDecisions,
  ClauseDrifts,
  ClauseOverrides,
  EvidenceTable,
  Wordings,
} from "@/components/clause/dossier-lists";
import { Launch } from "@/components/clause/launch";
import { OwedAnswer } from "@/components/clause/owed-response";
import { RequestEvidence } from "@/components/freshness/request-evidence";
import { sayBudget } from "@/components/overrides/override";
import { ClauseWhy } from "@/components/pacts/clause-why";
import { Page } from "@/components/shell/page";
import { ClauseRule } from "@/components/trust/clause-card";
import { FreshnessMeter } from "@/components/trust/freshness-meter";
import { Happened } from "@/components/trust/happened";
import { Standing } from "@/components/trust/verdict";
import { duration } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { Facts, Section } from "@/components/ui/section";
import { pageNow } from "@/lib/border/console";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { sayEvidence, sayFreshness, sayOtherwise } from "@/lib/domain/pact-words";
import { may } from "@/lib/domain/roles";
import { type ClauseDossier, clauseDossier } from "@/lib/queries/clause";
import { decisionPage } from "@/lib/queries/decisions";
import { listResponses } from "@/lib/queries/responses";
import { teamNames } from "@/lib/queries/team-names";
import { request } from "../../../../freshness/actions";
import { answerForClause } from "./actions";

const DECISIONS = 12;
const RECORDS = 30;

interface Props {
  params: Promise<{ slug: string; key: string }>;
}

const dossierOf = cache(async (pact: string, key: string) => found(clauseDossier(await currentActor(), pact, key)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, key } = await params;
  return { title: (await dossierOf(slug, key)).clause.title };
}

/** One clause, whole: the obligation, where it stands, its evidence against the window, what it decided, how it was worded. */
export default async function ClausePage({ params }: Props) {
  const actor = await currentActor();
  const { slug, key } = await params;
  const dossier = await dossierOf(slug, key);
  const filter = { pact: slug, clause: [`${slug}/${key}`] };
  const [teams, responses, decisions] = await Promise.all([
    teamNames(actor),
    listResponses(actor, { pact: slug, clause: key }),
    decisionPage(actor, filter, DECISIONS, undefined, pageNow()),
  ]);
  const { clause, pactTitle, report } = dossier;
  return (
    <Page
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        { label: pactTitle, href: `/pacts/${slug}` },
        { label: clause.title },
      ]}
      actions={<Actions dossier={dossier} mayRequest={may(actor, "evidence.request", dossier.workflow)} />}
    >
      <ClauseRule standing={report?.standing ?? "unproven"} className="max-w-[880px]">
        <div className="label flex flex-wrap items-center gap-3">
          {report ? <Standing standing={report.standing} chip /> : null}
          <span>
            Clause {dossier.number} of <Link href={`/pacts/${slug}`}>{pactTitle}</Link>, version {dossier.version};{" "}
            <Link href={`/agents/${dossier.agent}`}>{dossier.agent}</Link>
          </span>
        </div>
        <p className="label mt-3 text-sm">{clause.title}</p>
        <h1 className="sentence mt-1">{clause.obligation}</h1>
        {report ? (
          <div className="mt-4 flex flex-col gap-2">
            <ClauseWhy pact={slug} agent={dossier.agent} report={report} />
          </div>
        ) : null}
        {responses.map((owed) => (
          <div key={owed.agent} className="mt-4 border-t border-line pt-3">
            <OwedAnswer
              owed={{ ...owed, team: teams[owed.team] ?? owed.team }}
              now={pageNow()}
              answer={may(actor, "response.give") ? answerForClause : null}
            />
          </div>
        ))}
      </ClauseRule>
      <div className="mt-10 grid grid-cols-[minmax(0,1fr)_320px] gap-x-12 gap-y-10 max-xl:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-10">
          <Evidence dossier={dossier} />
          <Affected dossier={dossier} decisions={decisions} />
          {dossier.drifts.length > 0 ? (
            <Section title="Drift">
              <ClauseDrifts drifts={dossier.drifts} />
            </Section>
          ) : null}
          {dossier.overrides.length > 0 || dossier.budget ? (
            <Section title="Overrides">
              {dossier.budget ? <p className="mt-2 text-sm text-ink-2">Budget: {sayBudget(dossier.budget)}</p> : null}
              <ClauseOverrides overrides={dossier.overrides} />
            </Section>
          ) : null}
          <Section title="Wording">
            <Wordings pact={slug} wordings={dossier.wordings} />
          </Section>
        </div>
        <div className="flex flex-col gap-10">
          <Section title="Answers">
            <Answers dossier={dossier} team={teams[clause.owner] ?? clause.owner} />
          </Section>
          {clause.evidence ? (
            <Section title="What its evals carry">
              <Launch {...dossier.checks} target={clause.evidence.target} />
            </Section>
          ) : null}
          <Section title="Timeline">
            <Happened entries={dossier.timeline.slice(0, 12)} />
          </Section>
        </div>
      </div>
    </Page>
  );
}

type Of = { dossier: ClauseDossier };

function Actions({ dossier: { pact, clause }, mayRequest }: Of & { mayRequest: boolean }) {
  return (
    <>
      {clause.evidence && mayRequest ? (
        <RequestEvidence act={request} clause={{ pact, clause: clause.key }} name={clause.title} />
      ) : null}
      {clause.evidence ? (
        <ButtonLink size="small" href={`/freshness?clause=${pact}/${clause.key}&submit=true`}>
          Submit evidence
        </ButtonLink>
      ) : null}
      <ButtonLink size="small" href={`/overrides/new?pact=${pact}&clause=${clause.key}`}>
        Ask for an override
      </ButtonLink>
    </>
  );
}

function Evidence({ dossier: { clause, evidence, report, windowMs } }: Of) {
  if (!clause.evidence || windowMs === null)
    return (
      <Section title="Evidence">
        <p className="py-3 text-sm text-ink-2">It takes none: each request is judged by itself.</p>
      </Section>
    );
  const provenAt = report?.freshness?.observedAt ?? null;
  return (
    <Section title="Evidence" aside={`window ${duration(clause.evidence.freshness)}`}>
      {evidence.length === 0 ? <p className="py-3 text-sm text-ink-2">No record yet.</p> : null}
      {evidence.length > 0 ? (
        <>
          <EvidenceDots
            records={evidence.map((one) => ({ ...one, at: Date.parse(one.observedAt) }))}
            target={clause.evidence.target}
            windowMs={windowMs}
            provenAt={provenAt === null ? null : Date.parse(provenAt)}
            now={pageNow()}
          />
          <EvidenceTable records={evidence.slice(0, RECORDS)} target={clause.evidence.target} />
        </>
      ) : null}
    </Section>
  );
}

function Affected({
  dossier: { pact, clause },
  decisions,
}: Of & { decisions: Awaited<ReturnType<typeof decisionPage>> }) {
  const all = <Link href={`/decisions?clause=${pact}/${clause.key}`}>All of them</Link>;
  return (
    <Section title="Decisions it affected" aside={decisions.length > 0 ? all : undefined}>
      {decisions.length === 0 ? <p className="py-3 text-sm text-ink-2">It has acted on no decision.</p> : null}
      <AffectedDecisions
        decisions={decisions.slice(0, DECISIONS).map(({ id, decidedAt, request, verdict, because }) => ({
          id: id ?? "",
          decidedAt,
          action: request.action,
          verdict,
          says: because.find((one) => one.pact === pact && one.clause === clause.key)?.says ?? "",
        }))}
      />
    </Section>
  );
}

function Answers({ dossier: { clause, document, report }, team }: Of & { team: string }) {
  const { freshness } = report ?? {};
  return (
    <Facts
      className="mt-3"
      items={[
        ["Evidence", sayEvidence(clause)],
        [
          "Freshness",
          freshness?.observedAt ? (
            <FreshnessMeter key="f" observedAt={freshness.observedAt} staleAt={freshness.staleAt} below />
          ) : (
            sayFreshness(clause)
          ),
        ],
        ["Owner", team],
        ["Otherwise", sayOtherwise(clause, document).join(" ")],
        ["Severity", clause.severity],
        ...(report?.score == null
          ? []
          : [["Score", `${report.score.toFixed(1)}, costing ${report.pointsLost?.toFixed(1) ?? 0} points`] as const]),
        ...(report?.monitor ? [["Monitor", report.monitor.says] as const] : []),
      ]}
    />
  );
}

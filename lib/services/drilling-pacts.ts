import type { NewCase } from "@/lib/db/drills";
import { newestCases } from "@/lib/db/drills";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import {
  causeOf,
  type DrillRecord,
  failedDrill,
  type Judged,
  judgeThreshold,
  provenBy,
  STALE_IN_MS,
  type Threshold,
  thresholdsOf,
} from "@/lib/domain/drill";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import { runtime } from "@/lib/runtime/runtime";
import { verifyDriftByPerson } from "./drifts/verify";
import {
  askAgain,
  best,
  boundTo,
  type DrillRun,
  letPass,
  prove,
  provenTwin,
  type Seen,
  type Told,
} from "./drilling-shared";
import { enlistTwins } from "./drills/enlist";
import { DrillRequests } from "./drills/shared-requests";
import { acknowledged, askTwin, type Twin } from "./drills/shared-twin";
import { openIncident } from "./incidents/open";

/** A threshold, the twin that it is drilled on, and the requests that it is asked with. */
interface Stage {
  threshold: Threshold;
  document: PactDocument;
  clause: Clause;
  twin: Twin;
  candidates: DecisionRequest[];
}

interface Clocked {
  decidedMs: number | null;
  enforcedMs: number | null;
}
const UNTIMED: Clocked = { decidedMs: null, enforcedMs: null };

/** Thresholds of one drill; the undrilled and the longest undrilled go first. */
const MOST_THRESHOLDS = 200;
/** Records that twins are proven with: more would make a drill of a large pact long. */
const MOST_RECORDS = 20_000;

/** Drills every threshold of a pact, each on a twin of its own. */
export async function drillPact(run: DrillRun, document: PactDocument): Promise<NewCase[]> {
  const { organisationId } = run.drill;
  const thresholds = await chosen(organisationId, document);
  if (thresholds.length === 0) return [];
  const { result: twins } = await enlistTwins(run.drill, { agents: thresholds.map(() => document.agent) });
  const pacts = await boundTo(organisationId, twins[0]);
  const release = twins[0]?.release ?? "";
  const requests = await DrillRequests.open(organisationId, document.agent, release, run.requests);
  const stages = thresholds.flatMap((threshold, n): Stage[] => {
    const clause = document.clauses.find(({ key }) => key === threshold.clause);
    const twin = twins[n];
    return clause && twin
      ? [{ threshold, document, clause, twin, candidates: requests.for(document, clause.key) }]
      : [];
  });
  const isStale = ({ threshold }: Stage) => threshold.trigger === "stale";
  const isMissing = ({ threshold }: Stage) => threshold.trigger === "missing";
  await prove(
    run,
    stages.flatMap((stage) => recordsFor(stage, pacts, isStale(stage) || isMissing(stage))),
  );
  const cases: NewCase[] = [];
  for (const stage of stages) if (!isStale(stage)) cases.push(await DRILLS[stage.threshold.trigger](run, stage));
  cases.push(...(await drillStale(run, stages.filter(isStale))));
  return cases;
}

/** Those that were never drilled as they stand, then those whose last drill lies furthest back. */
async function chosen(organisationId: string, document: PactDocument): Promise<Threshold[]> {
  const { pact } = document;
  const newest = await runtime().db.organisation(organisationId, (tx) =>
    newestCases(tx, organisationId, "pact", [pact]),
  );
  const lastOf = ({ clause, trigger, terms }: Threshold) =>
    newest.find((one) => one.clause === clause && one.trigger === trigger && one.terms === terms)?.at ?? "";
  const all = thresholdsOf(document);
  const most = Math.min(MOST_THRESHOLDS, Math.max(1, Math.floor(MOST_RECORDS / Math.max(1, document.clauses.length))));
  if (all.length <= most) return all;
  return [...all].sort((a, b) => lastOf(a).localeCompare(lastOf(b))).slice(0, most);
}

/** @param without the drilled clause's own evidence, which comes later */
function recordsFor({ document, clause, twin }: Stage, pacts: readonly PactDocument[], without: boolean): Told[] {
  return provenTwin(twin, pacts).filter((one) => !(without && one.pact === document.pact && one.clause === clause.key));
}

const own = ({ document, twin }: Stage, records: readonly DrillRecord[]): Told[] =>
  records.map((record) => ({ ...record, agent: twin.slug, pact: document.pact }));

const UNREACHED =
  "No request was found that is let pass while all evidence is fresh: nothing can be seen to change. Name one in `requests`.";

const judged = ({ threshold, document, clause }: Stage, { before, after }: Pick<Seen, "before" | "after">): Judged =>
  judgeThreshold({ pact: document.pact, clause, trigger: threshold.trigger, mode: document.mode }, before, after);

/** What passes shows it, what is not permitted any more best; else what was named at all, and be it in the shadow. */
const shows =
  (stage: Stage) =>
  (seen: Seen): number => {
    const { after } = seen;
    if (judged(stage, seen).outcome === "passed") return after.permitted ? 1 : 0;
    const { clause, trigger } = stage.threshold;
    const said = [...after.because, ...(after.shadow?.because ?? [])];
    return said.some((one) => one.clause === clause && one.trigger === trigger) ? 2 : 3;
  };

function caseOf(stage: Stage, seen: Seen | null, clocked: Clocked, said?: Judged): NewCase {
  const { threshold, document, twin } = stage;
  const { outcome, says } = said ?? (seen ? judged(stage, seen) : failedDrill(UNREACHED));
  return {
    ...{ kind: "pact", slug: document.pact, clause: threshold.clause, trigger: threshold.trigger },
    ...{ terms: threshold.terms, agent: document.agent, twin: twin.slug, outcome, says },
    ...{ at: runtime().clock.now(), request: seen?.request ?? null, before: seen?.before ?? null },
    // What changed nothing took no time to.
    ...{ after: seen?.after ?? null, ...(outcome === "passed" || said ? clocked : UNTIMED) },
  };
}

/** Puts a cause into a twin and looks how long control took: on this node, and on every live one. */
async function afterCause(run: DrillRun, stage: Stage, cause: () => Promise<number | null>): Promise<NewCase> {
  const { organisationId } = run.drill;
  const { clock } = runtime();
  const passing = letPass(stage.candidates, await askTwin(organisationId, stage.twin, stage.candidates));
  const from = clock.now();
  const revision = await cause();
  const seen = await askAgain(organisationId, stage.twin, passing, shows(stage));
  const decidedMs = clock.now() - from;
  const behind = revision === null ? [] : await acknowledged(organisationId, revision, run.patience);
  const enforcedMs = behind.length > 0 ? null : clock.now() - from;
  const late =
    behind.length > 0 && seen && judged(stage, seen).outcome === "passed"
      ? failedDrill(`Decided, not enforced: ${behind.join(", ")} had not acknowledged the change after 5 s.`)
      : undefined;
  return caseOf(stage, seen, { decidedMs, enforcedMs }, late);
}

type Drill = (run: DrillRun, stage: Stage) => Promise<NewCase>;

const byChecks: Drill = (run, stage) =>
  afterCause(run, stage, async () => {
    const { clause, threshold } = stage;
    const revision = await prove(run, own(stage, causeOf(clause, threshold.trigger, runtime().clock.now())));
    if (threshold.trigger !== "drift" || clause.drift?.verify !== "person") return revision;
    return (await speak(run, stage)) ?? revision;
  });

/** Where a drift waits for a person's word, the drill gives it. */
async function speak({ drill }: DrillRun, { twin }: Stage): Promise<number | null> {
  const { organisationId } = drill;
  const where = { organisationId, agent: twin.slug, state: "suspected" };
  const drift = await runtime().db.organisation(organisationId, (tx) => tx.drift.findFirst({ where }), { twins: true });
  if (!drift) return null;
  return (await verifyDriftByPerson(drill, { id: drift.id, reason: "A drill says so." })).revision;
}

const byIncident: Drill = (run, stage) =>
  afterCause(run, stage, async () => {
    const severity = stage.clause.on.incident?.atLeast ?? "critical";
    return (await openIncident(run.drill, { agent: stage.twin.slug, severity, title: "A drill" })).revision;
  });

/** Nothing is put in: a request that breaks the clause is held beside one that does not. */
const byRequest: Drill = async ({ drill }, stage) => {
  const { candidates, twin } = stage;
  const answers = await askTwin(drill.organisationId, twin, candidates);
  const passing = letPass(candidates, answers);
  if (passing.length === 0) return caseOf(stage, null, UNTIMED);
  const beside = candidates.flatMap((request, at) => {
    const before = passing.find(({ request: { action } }) => action === request.action)?.before;
    return before ? [{ request, before, after: answers[at] as Answer }] : [];
  });
  return caseOf(stage, best(beside, shows(stage)), UNTIMED);
};

/** The twin has everything but the clause's evidence; what it is answered once it has is the answer before. */
const byAbsence: Drill = async (run, stage) => {
  const { organisationId } = run.drill;
  const { candidates, twin, clause } = stage;
  const afters = await askTwin(organisationId, twin, candidates);
  await prove(run, own(stage, provenBy(clause, runtime().clock.now())));
  const befores = await askTwin(organisationId, twin, candidates);
  const seen = candidates
    .map((request, at) => ({ request, before: befores[at] as Answer, after: afters[at] as Answer }))
    .filter(({ before }) => before.permitted);
  return caseOf(stage, best(seen, shows(stage)), UNTIMED);
};

const DRILLS: Record<Threshold["trigger"], Drill> = {
  violation: byRequest,
  missing: byAbsence,
  stale: byAbsence,
  failures: byChecks,
  drift: byChecks,
  score: byChecks,
  incident: byIncident,
};

/** Evidence is sent that goes stale in a moment, and the clock does the rest: all such thresholds wait together. */
async function drillStale(run: DrillRun, stages: readonly Stage[]): Promise<NewCase[]> {
  const { organisationId } = run.drill;
  const { clock } = runtime();
  if (stages.length === 0) return [];
  const from = clock.now();
  await prove(
    run,
    stages.flatMap((stage) => own(stage, provenBy(stage.clause, from, STALE_IN_MS))),
  );
  const passing = [];
  for (const { twin, candidates } of stages)
    passing.push(letPass(candidates, await askTwin(organisationId, twin, candidates)));
  const staleAt = from + STALE_IN_MS;
  if (clock.now() < staleAt) await run.patience.pause(staleAt - clock.now());
  const cases: NewCase[] = [];
  for (const [at, stage] of stages.entries()) {
    const seen = await askAgain(organisationId, stage.twin, passing[at] ?? [], shows(stage));
    // The first decision from that instant on is another: at every node, by the clock alone.
    const ms = seen ? Math.max(0, seen.after.decidedAt - staleAt) : null;
    cases.push(caseOf(stage, seen, { decidedMs: ms, enforcedMs: ms }));
  }
  return cases;
}

import type { NewCase } from "@/lib/db/drills";
import { freezeOn, type Metric } from "@/lib/db/metrics";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import {
  changed,
  failedDrill,
  type Judged,
  judgeBreach,
  metricTerms,
  passedDrill,
  valueBeyond,
} from "@/lib/domain/drill";
import { FORMULAS } from "@/lib/domain/metric";
import type { PactDocument } from "@/lib/domain/pact";
import type { Snapshot } from "@/lib/domain/snapshot";
import { runtime } from "@/lib/runtime/runtime";
import { askAgain, boundTo, type DrillRun, letPass, prove, provenTwin } from "./drilling-shared";
import { enlistTwins } from "./drills/enlist";
import { DrillRequests } from "./drills/shared-requests";
import { acknowledged, askTwin, type Twin } from "./drills/shared-twin";
import { breachForDrill } from "./metrics/drill";

/** Agents whose twins a breach is put into. */
const MOST_AGENTS = 20;

type Target = Pick<PactDocument, "agent" | "pact" | "workflow">;

/** Drills a metric's threshold: a value beyond it is put in, and its response is carried out for twins alone. */
export async function drillMetric(run: DrillRun, metric: Metric): Promise<NewCase[]> {
  const { response, threshold, slug } = metric;
  const value = valueBeyond(threshold, FORMULAS[metric.formula].unit);
  if (value === null)
    return [bare(metric, failedDrill(`No value of ${slug} can ever cross its threshold: a breach cannot come.`))];
  if (response.do === "notify" || response.do === "review") return [await told(run, metric)];
  const snapshot = await runtime().snapshots.get(run.drill.organisationId);
  const targets = targetsOf(snapshot, metric).slice(0, MOST_AGENTS);
  if (targets.length === 0)
    return [
      bare(
        metric,
        failedDrill(
          `The threshold of ${slug} was crossed, and no live pact is what its response acts on: it binds no one.`,
        ),
      ),
    ];
  const { result: twins } = await enlistTwins(run.drill, { agents: targets.map(({ agent }) => agent) });
  const cases: NewCase[] = [];
  for (const [at, target] of targets.entries()) {
    const twin = twins[at];
    if (!twin) continue;
    const drill = response.do === "freeze" ? drillFreeze : drillAgent;
    cases.push(await drill(run, metric, { value, twin, target }));
  }
  return cases;
}

interface Put {
  value: number;
  twin: Twin;
  target: Target;
}

/** The live pacts that a response acts on, one for each agent; of a freeze, one is enough. */
function targetsOf(snapshot: Snapshot, { response }: Metric): Target[] {
  const to = response as { agent?: string; workflow?: string; pact?: string };
  const bound = [...snapshot.agents].flatMap(([agent, { book }]) => {
    const own = book.pacts.find(
      ({ pact, workflow }) =>
        (to.pact === undefined || pact === to.pact) && (to.workflow === undefined || workflow === to.workflow),
    );
    return own && (to.agent === undefined || agent === to.agent)
      ? [{ agent, pact: own.pact, workflow: own.workflow }]
      : [];
  });
  return response.do === "freeze" ? bound.slice(0, 1) : bound;
}

/** No decision hangs on them: what counts is that somebody is told. */
async function told({ drill: { organisationId } }: DrillRun, metric: Metric): Promise<NewCase> {
  const { owner } = metric;
  const members = await runtime().db.organisation(organisationId, (tx) =>
    tx.teamMember.count({ where: { organisationId, team: owner, member: { removedAt: null } } }),
  );
  const said =
    members > 0
      ? passedDrill(
          `A breach tells the owner, ${owner} (${members} ${members === 1 ? "member" : "members"}); it changes no decision.`,
        )
      : failedDrill(`A breach tells the owner, ${owner}, and nobody is in that team: no one would know.`);
  return bare(metric, said);
}

async function drillFreeze(run: DrillRun, metric: Metric, { value, twin, target }: Put): Promise<NewCase> {
  const { organisationId } = run.drill;
  const { db, clock } = runtime();
  const frozen = () =>
    db.organisation(organisationId, (tx) => freezeOn(tx, organisationId, target, twin.slug), {
      twins: true,
    });
  const from = clock.now();
  await breachForDrill(run.drill, { slug: metric.slug, twin: twin.slug, value });
  const by = await frozen();
  const said =
    by === metric.slug
      ? passedDrill(`The threshold of ${metric.slug} was crossed: pact ${target.pact} can no longer be published.`)
      : failedDrill(`The threshold of ${metric.slug} was crossed, and pact ${target.pact} can still be published.`);
  const ms = clock.now() - from;
  return { ...bare(metric, said), agent: target.agent, twin: twin.slug, decidedMs: ms, enforcedMs: ms };
}

async function drillAgent(run: DrillRun, metric: Metric, { value, twin, target }: Put): Promise<NewCase> {
  const { organisationId } = run.drill;
  const { clock } = runtime();
  const pacts = await boundTo(organisationId, twin);
  // What a breach puts in force is seen by what it then asks for: its evidence is withheld.
  const proven = pacts.filter(({ pact }) => metric.response.do !== "enforce" || pact !== target.pact);
  await prove(run, provenTwin(twin, proven));
  const requests = await DrillRequests.open(organisationId, target.agent, twin.release, run.requests);
  const candidates = pacts
    .filter(({ pact }) => pact === target.pact)
    .flatMap((document) => requests.for(document, null));
  const passing = letPass(candidates, await askTwin(organisationId, twin, candidates));
  const from = clock.now();
  const { revision } = await breachForDrill(run.drill, { slug: metric.slug, twin: twin.slug, value });
  const shows = ({ before, after }: { before: Answer; after: Answer }) =>
    !changed(before, after) ? 2 : after.permitted ? 1 : 0;
  const seen = await askAgain(organisationId, twin, passing, shows);
  const decidedMs = clock.now() - from;
  const behind = revision === null ? [] : await acknowledged(organisationId, revision, run.patience);
  const said = judged(metric, seen, behind);
  return {
    ...bare(metric, said),
    ...{ agent: target.agent, twin: twin.slug, request: seen?.request ?? null, before: seen?.before ?? null },
    ...{ after: seen?.after ?? null, decidedMs, enforcedMs: behind.length > 0 ? null : clock.now() - from },
  };
}

function judged(
  { slug }: Metric,
  seen: { request: DecisionRequest; before: Answer; after: Answer } | null,
  behind: readonly string[],
): Judged {
  if (!seen) return failedDrill("No request was found that is let pass before: name one in `requests`.");
  const said = judgeBreach(slug, seen.before, seen.after);
  if (said.outcome === "failed" || behind.length === 0) return said;
  return failedDrill(`Decided, not enforced: ${behind.join(", ")} had not acknowledged the change after 5 s.`);
}

/** A case in which no decision was asked for. */
function bare(metric: Metric, { outcome, says }: Judged): NewCase {
  return {
    ...{ kind: "metric", slug: metric.slug, clause: null, trigger: "metric", terms: metricTerms(metric) },
    ...{ agent: null, twin: null, outcome, says, at: runtime().clock.now() },
    ...{ request: null, before: null, after: null, decidedMs: null, enforcedMs: null },
  };
}

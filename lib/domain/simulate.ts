/**
 * `simulation(job)`: recorded requests asked again, under the pacts in force and under a draft, by the same standing at
 * the same instant, so that every difference is the draft's. What the record does not hold is never made up: a request
 * that lacks a fact which only the draft asks for is counted apart.
 */
import { evidenceHash } from "./canonical.ts";
import { compile } from "./compile.ts";
import { decide } from "./decide.ts";
import type { Answer } from "./decision.ts";
import { lineRelease } from "./evidence.ts";
import { isoInstant } from "./instant.ts";
import { valueAt } from "./limits.ts";
import { newLine } from "./line.ts";
import { isUnevaluated } from "./scene.ts";
import type { Recorded, Simulation, SimulationJob, Unreplayable } from "./simulate-shapes.ts";
import { moneyIn, noCounts, Quantile, SideTally } from "./simulate-tally.ts";
import type { Snapshot } from "./snapshot.ts";
import type { ClauseLine, LivePact, OrganisationState } from "./state.ts";

export interface Simulator {
  /** The next recorded decision, newest first; those of other agents change nothing and are left out by the caller. */
  take(recorded: Recorded): void;
  result(): Simulation;
}

/** Examples kept of each reason why decisions cannot be replayed. */
const EXAMPLES = 5;
/** Checks that a clause is given where it counts as proven: enough for any score. */
const PROVEN_CHECKS = 10_000;

/**
 * Begins a simulation.
 * @param time a clock in ms for latencies and the time taken; absent: none are told
 */
export function simulation(job: SimulationJob, time?: () => number): Simulator {
  const { draft, missing, now } = job;
  const started = time?.() ?? 0;
  const today = compile(job.state);
  const under = withDraft(job.state, draft);
  const after = compile(under);
  const proven = missing.length > 0 ? compile(withProof(under, job)) : null;
  const live = job.state.pacts.find(({ pact }) => pact === draft.pact)?.document;
  const money = moneyIn({ ...live?.facts, ...draft.document.facts });
  const sides = { after: new SideTally(money), proven: proven && new SideTally(money) };
  const counts = { recorded: noCounts(), before: noCounts(), shadow: noCounts() };
  const taken = { before: new Quantile(), after: new Quantile() };
  const gaps = new Gaps();
  const span = { decisions: 0, first: Infinity, last: -Infinity, moved: 0 };
  const ask = (snapshot: Snapshot, { request }: Recorded, into: Quantile): Answer => {
    if (!time) return decide(snapshot, request, now);
    const at = time();
    const answer = decide(snapshot, request, now);
    into.add((time() - at) * 1000);
    return answer;
  };
  return {
    take(recorded) {
      span.decisions++;
      span.first = Math.min(span.first, recorded.answer.decidedAt);
      span.last = Math.max(span.last, recorded.answer.decidedAt);
      const before = ask(today, recorded, taken.before);
      const then = ask(after, recorded, taken.after);
      const gap = gapOf(recorded, before, then, today);
      if (gap) return gaps.add(gap.reason, gap.says, recorded.id);
      counts.recorded[recorded.answer.verdict]++;
      if (recorded.answer.verdict !== before.verdict) span.moved++;
      counts.before[before.verdict]++;
      if (then.shadow) counts.shadow[then.shadow.verdict]++;
      sides.after.add(recorded, before, then);
      if (proven) sides.proven?.add(recorded, before, decide(proven, recorded.request, now));
    },
    result: () => ({
      ...sides.after.side(),
      ...counts,
      moved: span.moved,
      shadow: draft.mode === "shadow" ? counts.shadow : null,
      decisions: span.decisions,
      replayed: span.decisions - gaps.count,
      from: span.decisions > 0 ? isoInstant(span.first) : null,
      to: span.decisions > 0 ? isoInstant(span.last) : null,
      unreplayable: gaps.told(span.decisions),
      missing,
      proven: sides.proven?.side() ?? null,
      latency: time && span.decisions > 0 ? { before: taken.before.told(), after: taken.after.told() } : null,
      tookMs: time ? Math.round(time() - started) : 0,
    }),
  };
}

/** The state with the draft in force in place of the pact's own version. */
export function withDraft(state: OrganisationState, draft: LivePact): OrganisationState {
  return { ...state, pacts: [...state.pacts.filter(({ pact }) => pact !== draft.pact), draft] };
}

/** The state as if the clauses that start missing had passed just now, on every release of the agent. */
function withProof(state: OrganisationState, { draft, missing, now }: SimulationJob): OrganisationState {
  const { document } = draft;
  const agent = state.agents.find(({ slug }) => slug === document.agent);
  const releases = agent ? [agent.release, ...agent.candidates] : [];
  const lines = document.clauses
    .filter(({ key }) => missing.includes(key))
    .flatMap((clause) => {
      const of = { agent: document.agent, pact: draft.pact, clause: clause.key };
      const own = new Set(releases.map((release) => lineRelease(clause, release)));
      return [...own].map((release): ClauseLine => {
        const seen = { id: "", observedAt: now, source: "" };
        const weights = { n: PROVEN_CHECKS, f: 0, at: now };
        return {
          ...newLine({ ...of, evidenceHash: evidenceHash(document, clause), release }),
          newest: seen,
          last: seen,
          weights,
        };
      });
    });
  const key = (line: ClauseLine) =>
    `${line.agent}\n${line.pact}\n${line.clause}\n${line.evidenceHash}\n${line.release}`;
  const proven = new Set(lines.map(key));
  return { ...state, lines: [...state.lines.filter((line) => !proven.has(key(line))), ...lines] };
}

interface Gap {
  reason: Unreplayable;
  says: string;
}

/** What keeps a recorded request from being asked again, if anything does. */
function gapOf({ request, answer }: Recorded, before: Answer, after: Answer, today: Snapshot): Gap | null {
  const { release } = request;
  const agent = today.agents.get(request.agent);
  if (release !== undefined && agent && !agent.standings.has(release)) {
    const wasKnown = !answer.because.some(({ trigger }) => trigger === "scope");
    if (wasKnown && answer.governed)
      return { reason: "release", says: `Release ${release} is no longer one of ${request.agent}’s.` };
  }
  const asks = after.warnings.find((warning) => isUnevaluated(warning) && !before.warnings.includes(warning));
  if (asks) return { reason: "facts", says: asks };
  const known = before.limits ?? {};
  const absent = Object.keys(after.limits ?? {}).find(
    (path) => !Object.hasOwn(known, path) && valueAt(request.context, path) === undefined,
  );
  return absent ? { reason: "limits", says: `The draft limits context.${absent}, which the request lacks.` } : null;
}

/** Decisions that cannot be replayed, by what is wanting. */
class Gaps {
  count = 0;
  private readonly by = new Map<string, Simulation["unreplayable"]["reasons"][number]>();

  add(reason: Unreplayable, says: string, id: string): void {
    this.count++;
    const known = this.by.get(says) ?? { reason, says, count: 0, examples: [] };
    known.count++;
    if (known.examples.length < EXAMPLES) known.examples.push(id);
    this.by.set(says, known);
  }

  told(of: number): Simulation["unreplayable"] {
    const reasons = [...this.by.values()].sort((a, b) => b.count - a.count).slice(0, 20);
    return { count: this.count, share: of > 0 ? this.count / of : 0, reasons };
  }
}

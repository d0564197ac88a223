/** Standing: what every clause of an agent's pacts is worth now, and the authority that follows (CONTRACT.md 4). */
import { type Act, stateActs } from "./act.ts";
import { cappingGrant } from "./authority.ts";
import { type ClauseStanding, nextChange } from "./clause-standing.ts";
import { standingsFor } from "./compile.ts";
import { driftOdds, explainDrift } from "./drift.ts";
import { pactAuthority } from "./effective.ts";
import { type FreshnessState, freshnessAt } from "./evidence.ts";
import { sayAct, type Telling } from "./explain.ts";
import { newMonitor, planMonitor } from "./monitor.ts";
import { overrideActive, overrideNames } from "./override.ts";
import type { Mode, Severity, Trigger } from "./pact.ts";
import type { BoundPact } from "./plan.ts";
import type { ClauseProgram } from "./program.ts";
import { driftAt } from "./restore.ts";
import { clauseAssurance, type PactScore, pactScore } from "./score.ts";
import type { AgentSnapshot, Snapshot } from "./snapshot.ts";
import type { Authority, ClauseLine } from "./state.ts";

export type StandingWord = "met" | "unproven" | "stale" | "breached" | "waived";

export interface StandingTrigger {
  trigger: Trigger;
  /** Drift stage. */
  at?: number;
  consequence: Act["consequence"]["do"];
  /** Why, in the sentence that decisions give. */
  says: string;
  /** null: since there has been no evidence. */
  since: string | null;
  verifiedAt?: string;
  latched: boolean;
  /** The override that waives it, its own conditions aside. */
  override: string | null;
}

export interface ClauseReport {
  key: string;
  title: string;
  severity: Severity;
  owner: string;
  standing: StandingWord;
  /** 0..100; null: a clause without evidence. */
  score: number | null;
  pointsLost: number | null;
  freshness: { state: FreshnessState; observedAt: string | null; staleAt: string | null } | null;
  monitor: { odds: number; checks: number; failed: number; drift: ClauseLine["drift"]["state"]; says: string } | null;
  triggers: StandingTrigger[];
}

export interface PactReport {
  pact: string;
  version: number;
  workflow: string;
  mode: Mode;
  authority: { granted: Authority; effective: Authority };
  score: number | null;
  cappedBy: string | null;
  clauses: ClauseReport[];
}

export interface StandingReport {
  agent: string;
  release: string;
  revision: number;
  /** First instant at which time alone changes a state in here (scores decay all the while); null: none. */
  validUntil: string | null;
  pacts: PactReport[];
}

const iso = (instant: number) => new Date(instant).toISOString();
const isoOrNull = (instant: number | null) => (instant === null ? null : iso(instant));
const tenth = (value: number) => Math.round(value * 10) / 10;

/** The standing of an agent on its current release at `now` (ms); null where nobody registered it. */
export function standing(snapshot: Snapshot, agent: string, now: number): StandingReport | null {
  const own = snapshot.agents.get(agent);
  if (!own) return null;
  const { release } = own.agent;
  const standings = standingsFor(own, release);
  const pacts = own.book.pacts.map((pact) => reportPact(own, pact, standings[pact.index] as ClauseStanding[], now));
  const until = changeAfter(own, standings, now);
  return { agent, release, revision: snapshot.revision, validUntil: isoOrNull(until), pacts };
}

function reportPact(own: AgentSnapshot, pact: BoundPact, standings: ClauseStanding[], now: number): PactReport {
  const { document, clauses } = pact.program;
  const scored = pactScore(
    clauses.map(({ clause }, index) => ({
      key: clause.key,
      severity: clause.severity,
      assurance: clauseAssurance(clause, standings[index]?.line ?? null, now),
    })),
  );
  return {
    pact: pact.pact,
    version: pact.version,
    workflow: document.workflow,
    mode: pact.mode,
    authority: {
      granted: cappingGrant(own.grants, document.workflow, now)?.level ?? "full",
      effective: pactAuthority(pact, standings, own.grants, own.caps, own.overrides, now),
    },
    score: scored && tenth(scored.score),
    cappedBy: scored?.cappedBy ?? null,
    clauses: clauses.map((clause, index) =>
      reportClause(own, pact, clause, standings[index] as ClauseStanding, scored, now),
    ),
  };
}

function reportClause(
  own: AgentSnapshot,
  pact: BoundPact,
  program: ClauseProgram,
  state: ClauseStanding,
  scored: PactScore | null,
  now: number,
): ClauseReport {
  const { clause } = program;
  const triggers = stateActs(pact, program, state, now).map((act) => reportTrigger(own, pact, act, state, now));
  const part = scored?.parts.find(({ key }) => key === clause.key);
  const { window } = state;
  return {
    key: clause.key,
    title: clause.title,
    severity: clause.severity,
    owner: clause.owner,
    standing: standingWord(triggers),
    score: part ? tenth(100 * part.assurance) : null,
    pointsLost: part ? tenth(part.pointsLost) : null,
    freshness: window && {
      state: freshnessAt(window, now),
      observedAt: isoOrNull(window.observedAt),
      staleAt: window.observedAt === null ? null : iso(window.staleAt),
    },
    monitor: reportMonitor(program, state, now),
    triggers,
  };
}

function reportTrigger(
  own: AgentSnapshot,
  pact: BoundPact,
  act: Act,
  state: ClauseStanding,
  now: number,
): StandingTrigger {
  const { trigger, latch, clause } = act;
  const key = clause?.clause.key ?? null;
  const waives = own.overrides.find(
    (override) => overrideNames(override.state, pact.pact, key, trigger) && overrideActive(override.state, now),
  );
  return {
    trigger,
    ...(latch?.at !== undefined && { at: latch.at }),
    consequence: act.consequence.do,
    says: sayAct(act, telling(own.agent), now),
    since: isoOrNull(sinceOf(act, state, now)),
    ...(trigger === "drift" && latch && { verifiedAt: iso(latch.verifiedAt) }),
    latched: latch !== null,
    override: waives?.state.id ?? null,
  };
}

/** Nothing is asked here: the sentences of a standing speak of the agent and its current release. */
function telling({ slug, release }: AgentSnapshot["agent"]): Telling {
  return { request: { agent: slug, action: "" }, release };
}

function sinceOf({ trigger, latch, incident }: Act, state: ClauseStanding, now: number): number | null {
  if (latch) return latch.since;
  if (incident) return incident.openedAt;
  if (trigger === "budget") return state.overspent.find(({ from, until }) => now >= from && now < until)?.from ?? null;
  if (trigger === "stale") return state.window?.staleAt ?? null;
  return trigger === "score" && Number.isFinite(state.scoreUntil) && now >= state.scoreUntil ? state.scoreUntil : null;
}

function standingWord(triggers: StandingTrigger[]): StandingWord {
  if (triggers.length === 0) return "met";
  const left = new Set(triggers.filter(({ override }) => override === null).map(({ trigger }) => trigger));
  if (left.size === 0) return "waived";
  if (left.has("failures") || left.has("drift") || left.has("score") || left.has("incident") || left.has("budget"))
    return "breached";
  return left.has("missing") ? "unproven" : "stale";
}

function reportMonitor(
  { clause, p0 }: ClauseProgram,
  { line, latches }: ClauseStanding,
  now: number,
): ClauseReport["monitor"] {
  if (!clause.drift) return null;
  const monitor = line?.monitor ?? newMonitor(planMonitor(p0));
  // After an alarm at the highest stage the monitor starts anew: then the alarm's own sentence still says why.
  const alarm = latches.findLast(({ latch }) => latch.trigger === "drift");
  const e = driftOdds({ monitor, suite: line?.suite });
  const says = alarm && e < 1 ? alarm.latch.says : explainDrift({ monitor, suite: line?.suite }, p0);
  const odds = e < 10 ? tenth(e) : Math.floor(Math.min(e, 1e12));
  return { odds, checks: monitor.checks, failed: monitor.failed, drift: line ? driftAt(line, now) : "none", says };
}

function changeAfter(own: AgentSnapshot, standings: ClauseStanding[][], now: number): number | null {
  let next = Infinity;
  const at = (instant: number | null | undefined) => {
    if (instant !== null && instant !== undefined && instant > now && instant < next) next = instant;
  };
  for (const state of standings.flat()) {
    at(state.window?.expiringAt);
    at(nextChange(state, now));
  }
  for (const { state } of own.overrides) {
    at(state.startsAt);
    at(state.endsAt);
  }
  for (const grant of own.grants) {
    at(grant.since);
    at(grant.until);
  }
  return next === Infinity ? null : next;
}

/** A clause's state under one release as instants to compare the clock with: made at compile time, read at each decision. */
import { overspent, type Span } from "./budget.ts";
import { type FreshnessWindow, freshnessWindow } from "./evidence.ts";
import { latchConsequence, mergeLatchScope } from "./latch.ts";
import type { Consequence, Level } from "./pact.ts";
import type { ClauseProgram, PactProgram } from "./program.ts";
import { scoreWindow } from "./score.ts";
import type { ClauseLine, Latch, OpenIncident, Spending } from "./state.ts";

export interface BoundLatch {
  latch: Latch;
  consequence: Consequence;
}

export interface ClauseStanding {
  line: ClauseLine | null;
  /** null: the clause takes no evidence. */
  window: FreshnessWindow | null;
  latches: BoundLatch[];
  /** Open incidents at or above the clause's level, the gravest first. */
  incidents: OpenIncident[];
  /** When its overrides are more than the budget has, the earliest first. */
  overspent: readonly Span[];
  /** By decay alone the score is at or above its line in `[scoreFrom, scoreUntil)`; always, where there is no line. */
  scoreFrom: number;
  scoreUntil: number;
  /** Nothing of the clause's state acts in `[calmFrom, calmUntil)`. */
  calmFrom: number;
  calmUntil: number;
}

const NEVER: readonly Span[] = Object.freeze([]);

const GRAVITY: Record<Level, number> = { low: 0, medium: 1, high: 2, critical: 3 };

/** Incidents at or above a level, the gravest first. */
function incidentsFrom(incidents: readonly OpenIncident[], atLeast: Level): OpenIncident[] {
  return incidents
    .filter((incident) => GRAVITY[incident.severity] >= GRAVITY[atLeast])
    .sort((a, b) => GRAVITY[b.severity] - GRAVITY[a.severity] || a.openedAt - b.openedAt);
}

/** One latch for each trigger and stage: the one that comes into force first. */
function distinct(latches: Latch[]): Latch[] {
  const first = new Map<string, Latch>();
  for (const latch of latches) {
    const key = `${latch.trigger} ${latch.at ?? ""}`;
    const other = first.get(key);
    if (!other || latch.verifiedAt < other.verifiedAt) first.set(key, latch);
  }
  return [...first.values()].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

export interface StandingInput {
  pact: PactProgram;
  program: ClauseProgram;
  line: ClauseLine | null;
  /** Latches of this clause's key, of every release. */
  latches: readonly Latch[];
  incidents: readonly OpenIncident[];
  /** Overrides of this clause that took effect. */
  spendings: readonly Spending[];
  release: string;
  current: string;
}

/** The standing of a clause for the release that asks (`current`: the agent's own). */
export function clauseStanding(input: StandingInput): ClauseStanding {
  const { pact, program, line, release, current } = input;
  const { evidence } = program.clause;
  const window = evidence ? freshnessWindow(line?.newest?.observedAt ?? null, evidence.freshness) : null;
  const bound = mergeLatchScope(input.latches, { perRelease: program.perRelease, release, current });
  const latches = distinct(bound).map((latch) => ({
    latch,
    consequence: latchConsequence(latch, program.clause, pact.document),
  }));
  const incidents = program.incident ? incidentsFrom(input.incidents, program.incident.atLeast) : [];
  const spans = pact.budget && input.spendings.length > 0 ? overspent(pact.budget, input.spendings) : NEVER;
  const score = program.score
    ? scoreWindow(line?.weights ?? null, program.p0, program.half, program.score.below)
    : { from: -Infinity, until: Infinity };
  return {
    line,
    window,
    latches,
    incidents,
    overspent: spans,
    scoreFrom: score.from,
    scoreUntil: score.until,
    calmFrom: Math.max(score.from, spans.at(-1)?.until ?? -Infinity),
    calmUntil: Math.min(
      incidents.length > 0 ? -Infinity : Infinity,
      window?.staleAt ?? Infinity,
      score.until,
      ...latches.map(({ latch }) => latch.verifiedAt),
    ),
  };
}

/** The first instant after `now` at which time alone changes which triggers the clause's state raises; Infinity: never. */
export function nextChange(standing: ClauseStanding, now: number): number {
  if (now >= standing.calmFrom && now < standing.calmUntil) return standing.calmUntil;
  let next = Infinity;
  if (standing.window && standing.window.staleAt > now) next = standing.window.staleAt;
  if (standing.scoreFrom > now && standing.scoreFrom < next) next = standing.scoreFrom;
  if (standing.scoreUntil > now && standing.scoreUntil < next) next = standing.scoreUntil;
  for (const { latch } of standing.latches)
    if (latch.verifiedAt > now && latch.verifiedAt < next) next = latch.verifiedAt;
  for (const { from, until } of standing.overspent) {
    if (from > now && from < next) next = from;
    if (until > now && until < next) next = until;
  }
  return next;
}

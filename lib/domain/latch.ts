/** Latches: consequences of repeated failures and of drift that stay in force until restored (CONTRACT.md 2). */
import type { Clause, Consequence, PactDocument } from "./pact.ts";
import type { Latch } from "./state.ts";

/** Which latches bind a clause: whether it is per release, the release asked, and the agent's current one. */
export interface LatchScope {
  perRelease: boolean;
  release: string;
  current: string;
}

/**
 * Whether a latch of this clause's key binds it. A per-release clause is bound by latches of the release asked or of none,
 * the others by those of none or of the current release: so neither a new version nor a change of `perRelease` drops one.
 */
export function latchBinds(latch: Pick<Latch, "release">, scope: LatchScope): boolean {
  return latch.release === "" || latch.release === (scope.perRelease ? scope.release : scope.current);
}

/** The latches, of those of one clause's key, that bind it. */
export function mergeLatchScope<T extends Pick<Latch, "release">>(latches: readonly T[], scope: LatchScope): T[] {
  return latches.filter((latch) => latchBinds(latch, scope));
}

/**
 * A consequence as it is carried out: `degrade` has its own limits or those of level `limited`; where there are none (no
 * published pact) nothing could say what is left, so a person must: `review`.
 */
export function resolveConsequence(consequence: Consequence, document: PactDocument): Consequence {
  if (consequence.do !== "degrade") return { do: consequence.do };
  const limits = consequence.limits ?? document.levels?.limited;
  return limits ? { do: "degrade", limits } : { do: "review" };
}

/** What a latch acts by. */
type Acted = Pick<Latch, "trigger" | "at" | "consequence">;

/**
 * What a latch does under the clause as it is now: the clause's own consequence (for drift, of the highest stage that the
 * latch's reaches, else of the lowest); where the clause no longer has the trigger, what the latch did when it came into
 * force, else review.
 */
export function latchConsequence(latch: Acted, clause: Clause, document: PactDocument): Consequence {
  const own = latch.trigger === "failures" ? clause.on.failures : driftStage(latch, clause);
  return resolveConsequence(own ?? latch.consequence ?? { do: "review" }, document);
}

function driftStage(latch: Acted, clause: Clause): Consequence | undefined {
  const stages = clause.on.drift ?? [];
  return stages.findLast((stage) => stage.at <= (latch.at ?? Infinity)) ?? stages[0];
}

/** What is tighter: orders on the parts of a pact. Tighter never lets through what was not let through before. */
import { coversPattern } from "./action.ts";
import { holds, representativeRequests } from "./cel-cases.ts";
import { durationMs } from "./duration.ts";
import { fitsLimits } from "./limits.ts";
import { type Consequence, type ConsequenceKind, type DriftStage, LEVELS, type Level, type Limits } from "./pact.ts";

/**
 * Which way a change goes. `unclear`: neither contains the other, or it cannot be told; whoever must take a side takes it
 * as looser, so that nothing loosened passes for less.
 */
export type Order = "tighter" | "looser" | "same" | "unclear";

/** The order of a change that tightens in one direction of a number. */
export const lower = (before: number, after: number): Order =>
  after < before ? "tighter" : after > before ? "looser" : "same";
export const higher = (before: number, after: number): Order => lower(after, before);
/** Durations that tighten as they shrink. */
export const shorter = (before: string, after: string): Order => lower(durationMs(before), durationMs(after));
export const longer = (before: string, after: string): Order => shorter(after, before);

/** The order of a whole from the orders of its parts. */
export function together(orders: Order[]): Order {
  const moved = new Set(orders.filter((order) => order !== "same"));
  if (moved.size === 0) return "same";
  return moved.size === 1 ? ([...moved][0] as Order) : "unclear";
}

/** From "after implies before" and the reverse. */
function inclusion(tighter: boolean, looser: boolean): Order {
  if (tighter && looser) return "same";
  return tighter ? "tighter" : looser ? "looser" : "unclear";
}

/** Actions that something allows: fewer is tighter. */
export function fewerActions(before: readonly string[], after: readonly string[]): Order {
  const covers = (outer: readonly string[], inner: readonly string[]) =>
    inner.every((pattern) => outer.some((one) => coversPattern(one, pattern)));
  return inclusion(covers(before, after), covers(after, before));
}
/** Actions that something holds for: more is tighter. */
export const moreActions = (before: readonly string[], after: readonly string[]): Order => fewerActions(after, before);

/** Sources that are trusted: fewer is tighter. */
export function fewerSources(before: readonly string[], after: readonly string[]): Order {
  const within = (outer: readonly string[], inner: readonly string[]) =>
    inner.every((source) => outer.includes(source));
  return inclusion(within(before, after), within(after, before));
}

/** Of two expressions: tighter is the one that holds for fewer requests. @param fails what failing to evaluate counts as */
function fewerRequests(before: string, after: string, fails: boolean): Order {
  const requests = representativeRequests([before, after], []);
  if (!requests) return "unclear";
  const implied = (a: string, b: string) =>
    requests.every((request) => !holds(a, request, fails) || holds(b, request, fails));
  return inclusion(implied(after, before), implied(before, after));
}
/** `require`: tighter where fewer requests satisfy it; one that cannot be evaluated is not satisfied. */
export const stricterRequire = (before: string, after: string): Order => fewerRequests(before, after, false);
/** `when`: tighter where the clause holds for more requests; one that cannot be evaluated is true. */
export const widerWhen = (before: string, after: string): Order => fewerRequests(after, before, true);

/** Limits, path by path: a further path, or a narrower one, is tighter. */
export function tighterLimits(before: Limits, after: Limits): Order {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return together(
    paths.map((path) => {
      const [old, next] = [before[path], after[path]];
      if (!old || !next) return next ? "tighter" : "looser";
      const [was, is] = [{ [path]: old }, { [path]: next }];
      const requests = representativeRequests([], [was, is]) ?? [];
      const implied = (a: Limits, b: Limits) =>
        requests.every(({ context }) => !fitsLimits(a, context) || fitsLimits(b, context));
      return inclusion(implied(is, was), implied(was, is));
    }),
  );
}

const STRENGTH: Record<ConsequenceKind, number> = { settle: 0, degrade: 1, review: 2, block: 3 };

/** The stronger kind is tighter. */
export const strongerKind = (before: ConsequenceKind, after: ConsequenceKind): Order =>
  higher(STRENGTH[before], STRENGTH[after]);

/** A consequence with the limits that it falls back to. */
export interface InForce {
  consequence: Consequence;
  limited: Limits | undefined;
}

/** The stronger consequence is tighter; of two degrades, the one with the tighter limits. */
export function stronger(before: InForce, after: InForce): Order {
  const kind = strongerKind(before.consequence.do, after.consequence.do);
  if (kind !== "same" || after.consequence.do !== "degrade") return kind;
  return tighterLimits(
    before.consequence.limits ?? before.limited ?? {},
    after.consequence.limits ?? after.limited ?? {},
  );
}

/** Stages: tighter where each old one has a new one that acts no later and no weaker. */
export function strongerStages(before: StagesInForce, after: StagesInForce): Order {
  const covers = (outer: StagesInForce, inner: StagesInForce) =>
    inner.stages.every((stage) =>
      outer.stages.some((other) => {
        const order = stronger(
          { consequence: stage, limited: inner.limited },
          { consequence: other, limited: outer.limited },
        );
        return other.at <= stage.at && (order === "tighter" || order === "same");
      }),
    );
  return inclusion(covers(after, before), covers(before, after));
}
export interface StagesInForce {
  stages: DriftStage[];
  limited: Limits | undefined;
}

/** A consequence that acts from a lower level on is tighter. */
export const fromLower = (before: Level, after: Level): Order => lower(LEVELS.indexOf(before), LEVELS.indexOf(after));

/** The life of an override apart from decisions: what may be narrowed, what breaking the glass takes. */
import { coversPattern } from "./action.ts";
import { canonicalHash } from "./canonical.ts";
import type { FieldError } from "./errors.ts";
import type { PactDocument } from "./pact.ts";

const HOUR = 3_600_000;
/** The longest break-glass, ms. */
export const BREAK_GLASS_MS = HOUR;
/** How long another person has to ratify one, ms. */
export const RATIFY_MS = 24 * HOUR;
/** Characters that the reason of a break-glass has at least: a sentence, not a word. */
export const BREAK_GLASS_REASON = 20;

/** What an override may take away. */
export interface Reach {
  startsAt: number;
  endsAt: number;
  triggers: readonly string[];
  actions: readonly string[];
  when: string | null;
  maxUses: number | null;
}

/** What an approver makes narrower; what is absent stays. */
export interface Narrowing {
  endsAt?: number;
  triggers?: readonly string[];
  actions?: readonly string[];
  /** A further condition: both must hold. */
  when?: string;
  maxUses?: number;
}

/** The two conditions together; each is an expression of its own. */
const both = (one: string | null, other: string): string => (one === null ? other : `(${one}) && (${other})`);

/** The reach after an approver has narrowed it, and what is wrong with that: nobody widens what another asked for. */
export function narrowed(asked: Reach, by: Narrowing, now: number): { reach: Reach; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const wrong = (path: string, message: string) => errors.push({ path, message });
  if (by.endsAt !== undefined) {
    if (by.endsAt > asked.endsAt)
      wrong(
        "endsAt",
        `must be ${new Date(asked.endsAt).toISOString()} at the latest: an approver may shorten, never lengthen`,
      );
    else if (by.endsAt <= now || by.endsAt <= asked.startsAt)
      wrong("endsAt", "must lie ahead, after startsAt; deny it if it should not begin");
  }
  by.triggers?.forEach((one, i) => {
    if (!asked.triggers.includes(one))
      wrong(`triggers.${i}`, `was not asked for; that is ${asked.triggers.join(", ")}`);
  });
  by.actions?.forEach((one, i) => {
    if (!asked.actions.some((outer) => coversPattern(outer, one)))
      wrong(`actions.${i}`, `is more than was asked for; that is ${asked.actions.join(", ")}`);
  });
  if (by.maxUses !== undefined && asked.maxUses !== null && by.maxUses > asked.maxUses)
    wrong("maxUses", `must be at most ${asked.maxUses}, as was asked for`);
  const reach: Reach = {
    startsAt: asked.startsAt,
    endsAt: by.endsAt ?? asked.endsAt,
    triggers: by.triggers ?? asked.triggers,
    actions: by.actions ?? asked.actions,
    when: by.when === undefined ? asked.when : both(asked.when, by.when),
    maxUses: by.maxUses ?? asked.maxUses,
  };
  return { reach, errors };
}

/** Whether a change of a request asks for anything that it did not ask for before. */
export function widens(before: Reach, after: Reach): boolean {
  if (after.startsAt < before.startsAt || after.endsAt > before.endsAt) return true;
  if (after.triggers.some((one) => !before.triggers.includes(one))) return true;
  if (after.actions.some((one) => !before.actions.some((outer) => coversPattern(outer, one)))) return true;
  if (before.maxUses !== null && (after.maxUses === null || after.maxUses > before.maxUses)) return true;
  return before.when !== null && after.when !== before.when;
}

/**
 * What an override is bound to: the clause as it stands in a version (with the scope, where the clause names no actions of
 * its own), or for an override of the scope that scope. null: there is no such clause.
 */
export function boundTo(document: PactDocument, key: string | null): string | null {
  const { scope, levels } = document;
  if (key === null) return canonicalHash({ scope });
  const clause = document.clauses.find((one) => one.key === key);
  if (!clause) return null;
  return canonicalHash({ clause, levels: levels ?? null, actions: clause.actions ?? scope.actions });
}

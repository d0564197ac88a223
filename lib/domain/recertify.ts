/** When the owner of a clause has to say again that the clause itself is right (CONTRACT.md 2, `recertify`). */
import { canonicalHash } from "./canonical.ts";
import { durationMs } from "./duration.ts";
import type { Clause } from "./pact.ts";

/** `due_soon`: in the last fifth of its time, as with freshness. */
export type RecertifyState = "current" | "due_soon" | "overdue";

export interface Recertify {
  /** ms: when somebody last answered for the clause as it stands. */
  since: number;
  dueAt: number;
  state: RecertifyState;
}

/** The hash of a clause's whole content: a word that it is still right is about this and nothing else. */
export const clauseHash = (clause: Clause): string => canonicalHash(clause);

/**
 * Where a clause in force stands with its review.
 * @param versions published versions of the pact, the newest (the live one) first; `at`: when each went live, ms
 * @param words what owners said of this clause, in any order, ms; those on other content count for nothing
 */
export function recertifyOf(
  clause: Clause,
  versions: readonly { at: number; clauses: readonly Clause[] }[],
  words: readonly { at: number; clauseHash: string }[],
  now: number,
): Recertify {
  const hash = clauseHash(clause);
  // The approval of the version that brought this wording was the first word.
  let since = versions[0]?.at ?? now;
  for (const version of versions) {
    const same = version.clauses.find(({ key }) => key === clause.key);
    if (!same || clauseHash(same) !== hash) break;
    since = version.at;
  }
  for (const word of words) if (word.clauseHash === hash) since = Math.max(since, word.at);
  const period = durationMs(clause.recertify);
  const dueAt = since + period;
  const state = now >= dueAt ? "overdue" : now >= dueAt - period / 5 ? "due_soon" : "current";
  return { since, dueAt, state };
}

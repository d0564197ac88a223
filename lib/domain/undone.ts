import { canonicalJson } from "./canonical.ts";
import { type Change, diffPacts } from "./diff.ts";
import type { PactDocument } from "./pact.ts";

/** One change that was made live and that a draft would take back. */
export interface Undone {
  /** Title of its clause; null: the pact's own terms. */
  clause: string | null;
  /** What the draft does to it: "window 7 d → 14 d, looser". */
  says: string;
}

const sameValue = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** What `live` changed from `before` and `draft` would set back: whoever wrote the draft may not have seen it. */
export function undoneBy(before: PactDocument, live: PactDocument, draft: PactDocument): Undone[] {
  const [made, next] = [diffPacts(before, live), diffPacts(live, draft)];
  const back = (clause: string | null, was: readonly Change[], will: readonly Change[]): Undone[] =>
    will
      .filter((change) => was.some((one) => one.path === change.path && sameValue(one.before, change.after)))
      .map(({ says }) => ({ clause, says }));
  return [
    ...back(null, made.terms.changes, next.terms.changes),
    ...next.clauses.flatMap(({ clause, title, change, changes }) => {
      const was = made.clauses.find((one) => one.clause === clause);
      if (was?.change === "added" && change === "removed")
        return [{ clause: title, says: "the clause is taken out again" }];
      if (was?.change === "removed" && change === "added") return [{ clause: title, says: "the clause comes back" }];
      return back(title, was?.changes ?? [], changes);
    }),
  ];
}

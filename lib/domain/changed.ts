/** What an edit of a pact changed, short enough for the history to keep at each save. */
import { diffPacts } from "./diff.ts";
import type { PactDocument } from "./pact.ts";

export interface Changed {
  /** null: the pact's own terms. */
  clause: string | null;
  /** Within the clause or the terms; null: the clause as a whole. */
  path: string | null;
  /** "window 14 d → 7 d, tighter" */
  says: string;
}

/** Each part that differs, the pact's own terms first. @param before null: there was nothing */
export function changedParts(before: PactDocument | null, after: PactDocument): Changed[] {
  if (!before) return after.clauses.map(({ key }) => ({ clause: key, path: null, says: "added" }));
  const { terms, clauses } = diffPacts(before, after);
  return [
    ...terms.changes.map(({ path, says }) => ({ clause: null, path, says })),
    ...clauses.flatMap(({ clause, change, changes }): Changed[] =>
      change === "added" || change === "removed"
        ? [{ clause, path: null, says: change }]
        : changes.map(({ path, says }) => ({ clause, path, says })),
    ),
  ];
}

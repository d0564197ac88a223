import type { ReportClause, ReportEvent } from "./report.ts";

/** What a report lists of downgrades, the newest first, and how many there are. */
interface Told {
  downgrades: readonly ReportEvent[];
  happened: number;
}

/**
 * Downgrades that the clock alone brought about, and the ledger does not name yet: promises whose evidence has outlived its
 * window. Surety writes each down within a minute; no reader waits for it.
 */
export function turnedStale(clauses: readonly Pick<ReportClause, "title" | "freshness">[], told: Told): ReportEvent[] {
  const { downgrades, happened } = told;
  // Older ones than the list has may well be named beyond its end.
  const oldest = happened > downgrades.length ? (downgrades.at(-1)?.at ?? "") : "";
  return clauses.flatMap(({ title, freshness }): ReportEvent[] => {
    const at = freshness?.state === "stale" ? freshness.staleAt : null;
    if (at === null || at < oldest) return [];
    const named = downgrades.some(
      (event) => event.kind === "clause.stale" && event.at >= at && event.says.includes(`“${title}”`),
    );
    return named
      ? []
      : [{ number: null, at, kind: "clause.stale", by: "Time", says: `made the evidence of “${title}” stale` }];
  });
}

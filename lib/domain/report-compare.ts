/** A report against an earlier day: what each promise was then, and what it is now. */

import type { ReportClause, ReportEvent } from "./report.ts";
import type { DayWord } from "./report-days.ts";
import type { Authority } from "./state.ts";

export interface ThenAndNow {
  key: string;
  title: string;
  /** null: the version in force then did not promise it, or none was in force. */
  was: DayWord | null;
  /** null: the version in force now does not promise it. */
  is: ReportClause["standing"] | null;
  /** Whether the words of the promise are others. */
  reworded: boolean;
}

export interface Comparison {
  pact: { slug: string; title: string };
  agent: string;
  earlier: { at: string; version: number | null; hash: string | null; authority: Authority | null };
  now: { at: string; version: number; hash: string; authority: Authority };
  clauses: ThenAndNow[];
  /** The newest of what happened in between, and how much did. */
  events: ReportEvent[];
  happened: number;
}

const BAD: readonly (string | null)[] = ["breached", "stale", "unproven"];

/** Whether a promise holds better or worse than it did; null where that cannot be said. */
export function turned({ was, is }: ThenAndNow): "better" | "worse" | "same" | null {
  if (was === null || was === "none" || is === null) return null;
  if (BAD.includes(was) === BAD.includes(is)) return "same";
  return BAD.includes(is) ? "worse" : "better";
}

/** How many promises hold better and worse than they did, and of how many that cannot be said. */
export function tellTurns(clauses: readonly ThenAndNow[]): { better: number; worse: number; other: number } {
  const turns = clauses.map(turned);
  return {
    better: turns.filter((turn) => turn === "better").length,
    worse: turns.filter((turn) => turn === "worse").length,
    other: turns.filter((turn) => turn === null).length,
  };
}

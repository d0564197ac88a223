import { listDecisions } from "@/lib/db/decisions";
import type { Because, Verdict } from "@/lib/domain/decision";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

/** What a pact in shadow would have done so far. */
export interface ShadowSeen {
  /** RFC 3339: from when on it was looked at. */
  from: string;
  counts: Record<Verdict, number>;
  /** Clauses that would have acted, most often first. */
  clauses: { clause: string; count: number }[];
  /** More were recorded than are counted here. */
  more: boolean;
}

const WEEK_MS = 7 * 86_400_000;
const MOST = 2000;
const STRENGTH = ["block", "review", "degrade"] as const;

/** The last seven days of one agent's decisions as a pact in shadow would have answered them. */
export async function shadowSeen(actor: Actor, pact: string, agent: string): Promise<ShadowSeen> {
  return readAt(actor, async (tx, now) => {
    const from = now - WEEK_MS;
    const found = await listDecisions(tx, actor.organisationId, { agent: [agent], from }, MOST);
    const counts: ShadowSeen["counts"] = { allow: 0, degrade: 0, review: 0, block: 0 };
    const clauses = new Map<string, number>();
    for (const { answer } of found) {
      if (!answer.shadow) continue;
      const own = answer.shadow.because.filter((one) => one.pact === pact && one.override === null);
      counts[verdictOf(own)]++;
      for (const key of new Set(own.flatMap(({ clause }) => (clause ? [clause] : [])))) {
        clauses.set(key, (clauses.get(key) ?? 0) + 1);
      }
    }
    const order = [...clauses].map(([clause, count]) => ({ clause, count })).sort((a, b) => b.count - a.count);
    return { from: new Date(from).toISOString(), counts, clauses: order, more: found.length === MOST };
  });
}

const verdictOf = (because: readonly Because[]): Verdict =>
  STRENGTH.find((verdict) => because.some(({ consequence }) => consequence === verdict)) ?? "allow";

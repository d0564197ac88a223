import { actorOf } from "@/lib/db/rows";
import { type Fatigue, fatigueOf } from "@/lib/domain/review-turn";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

/** How much one person has had to answer. */
export type ReviewerLoad = Fatigue & { member: { id: string; name: string } };

const DAY_MS = 24 * 3600_000;
const MOST = 5000;

/** Everybody who settled reviews in the last so many days, the hastiest first. */
export async function reviewerLoads(actor: Actor, days = 7): Promise<ReviewerLoad[]> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const rows = await tx.review.findMany({
      where: {
        organisationId,
        state: { in: ["approved", "denied"] },
        settledAt: { gte: new Date(now - days * DAY_MS) },
      },
      select: { state: true, createdAt: true, settledAt: true, settledBy: true },
      orderBy: { settledAt: "desc" },
      take: MOST,
    });
    const people = new Map<string, { name: string; all: Parameters<typeof fatigueOf>[0][number][] }>();
    for (const { state, createdAt, settledAt, settledBy } of rows) {
      const by = settledBy && actorOf(settledBy);
      if (!by || !settledAt) continue;
      const own = people.get(by.id) ?? { name: by.name, all: [] };
      people.set(by.id, own);
      const times = { createdAt: createdAt.getTime(), settledAt: settledAt.getTime() };
      own.all.push({ by: by.id, ...times, approved: state === "approved" });
    }
    return [...people]
      .flatMap(([id, { name, all }]) => {
        const load = fatigueOf(all);
        return load ? [{ member: { id, name }, ...load }] : [];
      })
      .sort((a, b) => (b.hasty ?? 0) - (a.hasty ?? 0) || b.answered - a.answered);
  });
}

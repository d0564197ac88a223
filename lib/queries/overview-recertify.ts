import { clauseReviews } from "@/lib/db/recertify";
import { iso, MOST, type Need, type Scene, team } from "./overview-need";

/**
 * Clauses whose owner has not said in time that they are still right. Only pacts that the reminders found overdue, and where
 * nobody has spoken since, are looked at: this is read with every page.
 */
export async function recertifications(scene: Scene): Promise<Need[]> {
  const { tx, organisationId, now } = scene;
  const reminded = await tx.recertifyReminder.findMany({
    where: { organisationId, state: "overdue" },
    orderBy: { at: "desc" },
    take: 10 * MOST,
    select: { pact: true, clause: true, at: true },
  });
  if (reminded.length === 0) return [];
  const words = await tx.recertification.groupBy({
    by: ["pact", "clause"],
    where: { organisationId, pact: { in: reminded.map(({ pact }) => pact) } },
    _max: { at: true },
  });
  const spoken = new Map(words.map(({ pact, clause, _max }) => [`${pact}/${clause}`, _max.at?.getTime() ?? 0]));
  const open = reminded.filter(({ pact, clause, at }) => (spoken.get(`${pact}/${clause}`) ?? 0) < at.getTime());
  const found: Need[] = [];
  for (const pact of new Set(open.map((one) => one.pact))) {
    for (const { clause, dueAt, state } of await clauseReviews(tx, organisationId, now, pact)) {
      if (state !== "overdue") continue;
      found.push({
        ...{ kind: "recertify", key: `${pact}/${clause.key}`, title: clause.title, clause: null, since: null },
        deadline: iso(dueAt),
        says: "Its owner has not said in time that it is still true.",
        owner: team(scene, clause.owner),
        href: `/clauses?show=due&owner=${clause.owner}`,
      });
    }
  }
  return found.slice(0, MOST);
}

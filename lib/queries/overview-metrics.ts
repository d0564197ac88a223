import { HOLDING, metricRow, responseView } from "@/lib/db/metrics";
import { reviewDue } from "@/lib/domain/metric";
import { iso, type Need, type Scene, team } from "./overview-need";

const DAY = 86_400_000;

/** What metrics ask of people: what a breach put in force until somebody lifts it, and looks that are due. */
export async function metrics(scene: Scene): Promise<Need[]> {
  const { tx, organisationId, now } = scene;
  const rows = (await tx.metric.findMany({ where: { organisationId } })).map(metricRow);
  const where = { organisationId, liftedAt: null, kind: { in: HOLDING } };
  const held = (await tx.metricResponse.findMany({ where, orderBy: { since: "asc" } })).map(responseView);
  return rows.flatMap((metric): Need[] => {
    const { slug, title, owner } = metric;
    const of = { title, clause: null, owner: team(scene, owner), href: `/governance/${slug}` };
    const inForce = held
      .filter((one) => one.metric === slug)
      .map(({ id, since, says }): Need => {
        return {
          ...of,
          kind: "metric",
          key: id,
          deadline: null,
          since,
          says: `${says}. It holds until a person lifts it.`,
        };
      });
    const due = reviewDue(metric);
    if (due > now + DAY) return inForce;
    const says = "Its owner says whether value, threshold and response are still right.";
    return [...inForce, { ...of, kind: "look", key: slug, deadline: iso(due), since: null, says }];
  });
}

import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** What a metric's owner, scope and response can name. */
export interface MetricTargets {
  teams: string[];
  agents: string[];
  workflows: string[];
  pacts: string[];
}

/** Slugs of the organisation, in order. */
export async function metricTargets(actor: Actor): Promise<MetricTargets> {
  const { organisationId } = actor;
  const all = { where: { organisationId }, orderBy: { slug: "asc" as const }, select: { slug: true } };
  return read(actor, async (tx) => {
    const slugs = (rows: { slug: string }[]) => rows.map(({ slug }) => slug);
    return {
      teams: slugs(await tx.team.findMany(all)),
      agents: slugs(await tx.agent.findMany(all)),
      workflows: slugs(await tx.workflow.findMany(all)),
      pacts: slugs(await tx.pact.findMany(all)),
    };
  });
}

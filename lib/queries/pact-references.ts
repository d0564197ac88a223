import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** What a pact document may name: for checking it while it is written. */
export interface PactReferences {
  teams: string[];
  agents: { slug: string; release: string }[];
  workflows: string[];
}

/** Teams, agents and workflows of the organisation, by slug. */
export async function pactReferences(actor: Actor): Promise<PactReferences> {
  const where = { organisationId: actor.organisationId };
  const orderBy = { slug: "asc" } as const;
  return read(actor, async (tx) => {
    const teams = await tx.team.findMany({ where, orderBy, select: { slug: true } });
    const agents = await tx.agent.findMany({ where, orderBy, select: { slug: true, release: true } });
    const workflows = await tx.workflow.findMany({ where, orderBy, select: { slug: true } });
    return { teams: teams.map(({ slug }) => slug), agents, workflows: workflows.map(({ slug }) => slug) };
  });
}

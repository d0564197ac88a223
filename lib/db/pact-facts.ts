import type { PactDocument } from "@/lib/domain/pact";
import type { ClauseLine } from "@/lib/domain/state";
import type { Tx } from "./client";

/** What a document refers to, as far as the organisation has it. */
export interface PactFacts {
  teams: Set<string>;
  /** null: not registered. */
  agent: { slug: string; release: string } | null;
  workflow: boolean;
  /** Evidence of this agent under this pact, whatever hash it is bound to. */
  lines: Pick<ClauseLine, "clause" | "evidenceHash" | "release" | "newest">[];
}

/** Reads what checks of a pact document need to know. */
export async function pactFacts(tx: Tx, organisationId: string, document: PactDocument): Promise<PactFacts> {
  const agent = await tx.agent.findUnique({
    where: { organisationId_slug: { organisationId, slug: document.agent } },
    select: { slug: true, release: true },
  });
  const workflow = await tx.workflow.count({ where: { organisationId, slug: document.workflow } });
  const owners = [...new Set(document.clauses.map((clause) => clause.owner))];
  const teams = await tx.team.findMany({ where: { organisationId, slug: { in: owners } }, select: { slug: true } });
  const lines = await tx.clauseLine.findMany({
    where: { organisationId, pact: document.pact, agent: document.agent },
    select: { state: true },
  });
  return {
    teams: new Set(teams.map((team) => team.slug)),
    agent,
    workflow: workflow > 0,
    lines: lines.map(({ state }) => state as unknown as ClauseLine),
  };
}

import { evidenceHash } from "@/lib/domain/canonical";
import type { PactDocument } from "@/lib/domain/pact";
import type { ClauseLine } from "@/lib/domain/state";
import { carries, countingFor } from "./carry";
import type { Tx } from "./client";

/** What a document refers to, as far as the organisation has it. */
export interface PactFacts {
  teams: Set<string>;
  /** null: not registered. */
  agent: { slug: string; release: string } | null;
  workflow: boolean;
  /** Evidence of this agent under this pact, whatever hash it is bound to; what was carried over, under both. */
  lines: ClauseLine[];
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
  const rows = await tx.clauseLine.findMany({
    where: { organisationId, pact: document.pact, agent: document.agent },
    select: { state: true },
  });
  const lines = rows.map(({ state }) => state as unknown as ClauseLine);
  const all = await carries(tx, organisationId, document.pact);
  const carried = document.clauses.flatMap((clause) => {
    const hash = evidenceHash(document, clause);
    const counting = countingFor(all, clause.key, hash);
    const own = lines.filter((line) => line.clause === clause.key && counting.includes(line.evidenceHash));
    return own.map((line) => ({ ...line, evidenceHash: hash }));
  });
  return {
    teams: new Set(teams.map((team) => team.slug)),
    agent,
    workflow: workflow > 0,
    lines: [...lines, ...carried],
  };
}

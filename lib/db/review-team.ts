import type { PactDocument } from "@/lib/domain/pact";
import type { Tx } from "./client";

/** Slug of the team that owns the first clause which holds a decision; null where no clause does. */
export async function teamOfDecision(tx: Tx, organisationId: string, decision: string): Promise<string | null> {
  const row = await tx.decisionIndex.findUnique({ where: { organisationId_id: { organisationId, id: decision } } });
  const [pact, key] = row?.clauses[0]?.split("/") ?? [];
  if (!pact || !key) return null;
  return (await ownersOf(tx, organisationId, { pact, clause: key }))[0] ?? null;
}

/** Slugs of the teams that own clauses of live pacts: of one clause, of a pact, or of all pacts of an agent. */
export async function ownersOf(
  tx: Tx,
  organisationId: string,
  { pact, clause, agent }: { pact?: string; clause?: string | null; agent?: string },
): Promise<string[]> {
  const live = await tx.pactVersion.findMany({
    where: { organisationId, pact, agent, state: "live" },
    select: { document: true },
  });
  const clauses = live.flatMap(({ document }) => (document as unknown as PactDocument).clauses);
  const meant = clause ? clauses.filter(({ key }) => key === clause) : clauses;
  return [...new Set(meant.map(({ owner }) => owner))];
}

import type { Tx } from "@/lib/db/client";
import type { ControlReference } from "@/lib/domain/control";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Control references of a pact's clauses, by key, in the author's order. */
export async function controlsOf(
  tx: Tx,
  organisationId: string,
  pact: string,
): Promise<Map<string, ControlReference[]>> {
  const rows = await tx.clauseControl.findMany({
    where: { organisationId, pact },
    orderBy: [{ clause: "asc" }, { place: "asc" }],
  });
  const found = new Map<string, ControlReference[]>();
  for (const { clause, framework, reference } of rows)
    found.set(clause, [...(found.get(clause) ?? []), { framework, reference }]);
  return found;
}

/** @throws SuretyError not_found */
export async function pactControls(actor: Actor, pact: string): Promise<Record<string, ControlReference[]>> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const known = await tx.pact.count({ where: { organisationId, slug: pact } });
    if (known === 0) throw notFound();
    return Object.fromEntries(await controlsOf(tx, organisationId, pact));
  });
}

import type { Tx } from "./client";
import { actorOf } from "./rows";

interface Stored {
  type: string;
  id: string;
}

/** Who answers for what an actor did: the member, or whoever made the service key that it was done with. */
export async function personBehind(tx: Tx, organisationId: string, { type, id }: Stored): Promise<string> {
  if (type !== "service") return id;
  const where = { organisationId_id: { organisationId, id } };
  return (await tx.apiKey.findUnique({ where, select: { createdBy: true } }))?.createdBy ?? id;
}

/** Everybody who had a hand in a draft, by its history: also whoever wrote it before the last edit, and who wrote it by a key. */
export async function writersOf(tx: Tx, organisationId: string, pact: string, version: number): Promise<Set<string>> {
  const entries = await tx.ledgerEntry.findMany({
    where: {
      organisationId,
      subject: `pact/${pact}`,
      kind: "pact.drafted",
      payload: { path: ["version"], equals: version },
    },
    select: { actor: true },
  });
  const actors = new Map(entries.map(({ actor }) => [actorOf(actor).id, actorOf(actor)]));
  const people = [...actors.values()].map((actor) => personBehind(tx, organisationId, actor));
  return new Set([...actors.keys(), ...(await Promise.all(people))]);
}

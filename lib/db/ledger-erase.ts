import type { Tx } from "./client";

/** An entry as it stands before its facts go. */
export interface Erasable {
  kind: string;
  at: Date;
  leaf: string;
  /** Whether the facts are gone already. */
  erased: boolean;
}

/** The entry with this number, held until the unit of work ends; null where there is none. */
export async function holdEntry(tx: Tx, organisationId: string, index: number): Promise<Erasable | null> {
  const [row] = await tx.$queryRaw<{ kind: string; at: Date; leaf: string; erased: boolean }[]>`
    SELECT kind, at, leaf, salt IS NULL AS erased FROM ledger_entry
    WHERE organisation_id = ${organisationId} AND "index" = ${index} FOR UPDATE`;
  return row ?? null;
}

/** Takes facts, salt, and the names of who and what about; the leaf stays, so does its place in the tree. */
export async function eraseFacts(tx: Tx, organisationId: string, index: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE ledger_entry SET payload = NULL, salt = NULL, subject = split_part(subject, '/', 1) || '/erased',
      actor = jsonb_build_object('type', actor->>'type', 'id', '', 'name', 'Somebody')
    WHERE organisation_id = ${organisationId} AND "index" = ${index}`;
}

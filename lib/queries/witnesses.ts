import { iso } from "@/lib/db/rows";
import { originOf } from "@/lib/domain/checkpoint";
import { makeVerifierKey, NOTE_KEY, verifierKeyText } from "@/lib/domain/note";
import type { Actor } from "@/lib/domain/roles";
import type { AskedWitness } from "@/lib/domain/witness";
import { read } from "./read";

/** Who is asked to cosign this organisation's ledger, by name. */
export async function witnessList(actor: Actor): Promise<AskedWitness[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.ledgerWitness.findMany({ where: { organisationId }, orderBy: { name: "asc" } });
    return rows.map(({ id, name, url, key, addedAt, size, cosignedAt, problem }) => ({
      id,
      name,
      url,
      key,
      addedAt: iso(addedAt),
      size: Number(size),
      cosignedAt: cosignedAt && iso(cosignedAt),
      problem,
    }));
  });
}

/** A key that the ledger was signed with. */
export interface LogKeyView {
  /** Eight hex digits: the hash in the verifier key. */
  id: string;
  /** The verifier key, `name+hash+base64`. */
  text: string;
  since: string;
  /** The first of them signs in any case; those before it sign beside it. */
  inUse: boolean;
}

/** What outsiders pin and ask for: the keys of the log, the one in use first, and how many entries are signed. */
export async function logKeys(actor: Actor): Promise<{ keys: LogKeyView[]; size: number }> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const where = { organisationId };
    const { logId } = await tx.organisation.findUniqueOrThrow({
      where: { id: organisationId },
      select: { logId: true },
    });
    const rows = await tx.ledgerKey.findMany({ where, orderBy: { seq: "desc" } });
    const signed = await tx.ledgerCheckpoint.findUnique({ where, select: { size: true } });
    const keys = rows.map(({ id, publicKey, createdAt }, place) => ({
      id,
      text: verifierKeyText(makeVerifierKey(originOf(logId), NOTE_KEY, new Uint8Array(publicKey))),
      since: iso(createdAt),
      inUse: place === 0,
    }));
    return { keys, size: Number(signed?.size ?? 0) };
  });
}

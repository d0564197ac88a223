import type { DsseEnvelope } from "@/lib/domain/signed-evidence";
import type { KeyCountersign } from "@/lib/generated/prisma/client";
import type { Tx, Units } from "./client";

/** Organisations that publish their log's key at a name. */
export async function pinnedOrganisations(db: Units): Promise<string[]> {
  const rows = await db.system(
    (tx) => tx.$queryRaw<{ id: string }[]>`SELECT id FROM organisation WHERE settings ->> 'keyName' IS NOT NULL`,
  );
  return rows.map(({ id }) => id);
}

/** Keeps a signature over the log's key as it came. */
export async function addCountersign(
  tx: Tx,
  { envelope, ...row }: Omit<KeyCountersign, "envelope"> & { envelope: DsseEnvelope },
): Promise<void> {
  await tx.keyCountersign.create({ data: { ...row, envelope: { ...envelope } } });
}

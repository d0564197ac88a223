import type { Tx } from "./client";

/**
 * Holds an organisation's fence until the transaction ends: nothing that lowers can commit meanwhile.
 * @returns the last revision that lowered something; what is decided now must rest on it or a later one
 */
export async function holdFence(tx: Tx, organisationId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ lowered_at: number }[]>`
    SELECT lowered_at FROM organisation_fence WHERE organisation_id = ${organisationId} FOR SHARE`;
  const fence = rows[0];
  if (!fence) throw new Error("an organisation without a fence");
  return fence.lowered_at;
}

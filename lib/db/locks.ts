import type { Tx } from "./client";

/** Holds an agent's row until the unit of work ends: what is judged by its grants is written before the next one judges. */
export async function holdAgent(tx: Tx, organisationId: string, slug: string): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM agent WHERE organisation_id = ${organisationId} AND slug = ${slug} FOR UPDATE`;
  return rows.length > 0;
}

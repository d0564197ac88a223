import type { Tx } from "./client";

/** Holds an agent's row until the unit of work ends: what is judged by its grants is written before the next one judges. */
export async function holdAgent(tx: Tx, organisationId: string, slug: string): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM agent WHERE organisation_id = ${organisationId} AND slug = ${slug} FOR UPDATE`;
  return rows.length > 0;
}

/** Holds an organisation's own row: of two changes of its settings the second is made to what the first left. */
export async function holdOrganisation(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM organisation WHERE id = ${id} FOR NO KEY UPDATE`;
}

/** Holds a member's row: of two changes of a member the second is made to what the first left. */
export async function holdMember(tx: Tx, organisationId: string, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM member WHERE organisation_id = ${organisationId} AND id = ${id} FOR NO KEY UPDATE`;
}

/**
 * Holds a pact's live version until the unit of work ends: another one is published before what rests on it, or after.
 * @returns its number; null where nothing is live
 */
export async function holdLiveVersion(tx: Tx, organisationId: string, pact: string): Promise<number | null> {
  const rows = await tx.$queryRaw<{ version: number }[]>`
    SELECT version FROM pact_version WHERE organisation_id = ${organisationId} AND pact = ${pact} AND state = 'live' FOR SHARE`;
  return rows[0]?.version ?? null;
}

/** Holds an override's row: of two words on it the second is said to what the first left. */
export async function holdOverride(tx: Tx, organisationId: string, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "override" WHERE organisation_id = ${organisationId} AND id = ${id} FOR UPDATE`;
}

import type { Tx } from "./client";

/** A key or session with its holder, as of one revision: one statement, so one snapshot of the database. */
interface HolderRow {
  organisation_id: string;
  revision: number;
  id: string;
  expires_at: Date | null;
  member_id: string | null;
  member_name: string | null;
  email: string | null;
  role: string | null;
  workflows: string[] | null;
}

export interface KeyRow extends HolderRow {
  kind: string;
  name: string;
  scopes: string[];
}

export interface SessionRow extends HolderRow {
  organisation_slug: string;
  organisation_name: string;
  last_seen_at: Date;
}

/** The key with this hash, if it opens anything at `now`: not revoked, not expired, its member still there. */
export async function findKeyRow(tx: Tx, hash: string, now: Date): Promise<KeyRow | null> {
  const rows = await tx.$queryRaw<KeyRow[]>`
    SELECT k.organisation_id, r.revision, k.id, k.kind, k.name, k.scopes, k.expires_at,
      m.id AS member_id, m.name AS member_name, m.email, m.role, m.workflows
    FROM api_key k
    JOIN organisation_revision r ON r.organisation_id = k.organisation_id
    LEFT JOIN member m ON m.organisation_id = k.organisation_id AND m.id = k.member_id
    WHERE k.hash = ${hash} AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now})
      AND (k.member_id IS NULL OR m.removed_at IS NULL)`;
  return rows[0] ?? null;
}

/** All keys of an organisation that open anything, but for the clock, each with its hash. */
export async function organisationKeys(tx: Tx, organisationId: string): Promise<(KeyRow & { hash: string })[]> {
  return tx.$queryRaw`
    SELECT k.organisation_id, r.revision, k.id, k.kind, k.name, k.scopes, k.expires_at, k.hash,
      m.id AS member_id, m.name AS member_name, m.email, m.role, m.workflows
    FROM api_key k
    JOIN organisation_revision r ON r.organisation_id = k.organisation_id
    LEFT JOIN member m ON m.organisation_id = k.organisation_id AND m.id = k.member_id
    WHERE k.organisation_id = ${organisationId} AND k.revoked_at IS NULL AND (k.member_id IS NULL OR m.removed_at IS NULL)`;
}

/** The session with this id, if it is open at `now` and its member still there. */
export async function findSessionRow(tx: Tx, id: string, now: Date): Promise<SessionRow | null> {
  const rows = await tx.$queryRaw<SessionRow[]>`
    SELECT s.organisation_id, r.revision, s.id, s.expires_at, s.last_seen_at,
      o.slug AS organisation_slug, o.name AS organisation_name,
      m.id AS member_id, m.name AS member_name, m.email, m.role, m.workflows
    FROM session s
    JOIN organisation o ON o.id = s.organisation_id
    JOIN organisation_revision r ON r.organisation_id = s.organisation_id
    JOIN member m ON m.organisation_id = s.organisation_id AND m.id = s.member_id
    WHERE s.id = ${id} AND s.revoked_at IS NULL AND s.expires_at > ${now} AND m.removed_at IS NULL`;
  return rows[0] ?? null;
}

import { findKeyRow, type KeyRow } from "@/lib/db/principals";
import { hashToken, looksLikeKey } from "@/lib/db/secrets";
import type { Actor, Role, Scope } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";

/** Whom a key stands for, as of one revision of its organisation. */
export interface KeyHolder {
  keyId: string;
  actor: Actor;
  revision: number;
  /** ms; null: until revoked */
  expiresAt: number | null;
}

function actorOf(row: KeyRow): Actor {
  const { organisation_id: organisationId } = row;
  if (row.member_id === null)
    return { type: "service", organisationId, id: row.id, name: row.name, scopes: row.scopes as Scope[] };
  return {
    type: "member",
    organisationId,
    id: row.member_id,
    name: row.member_name ?? "",
    email: row.email ?? "",
    role: row.role as Role,
    workflows: row.workflows ?? [],
    via: "key",
  };
}

/** Who holds this key now; null for whatever opens nothing, without saying why. */
export async function findKey(key: string): Promise<KeyHolder | null> {
  if (!looksLikeKey(key)) return null;
  const { db, clock } = runtime();
  const row = await db.system((tx) => findKeyRow(tx, hashToken(key), new Date(clock.now())));
  if (!row) return null;
  return { keyId: row.id, actor: actorOf(row), revision: row.revision, expiresAt: row.expires_at?.getTime() ?? null };
}

/** Notes that a key was used; nothing waits for it and nothing depends on it. */
export async function noteKeyUse(organisationId: string, keyId: string): Promise<void> {
  const { db, clock } = runtime();
  const now = new Date(clock.now());
  await db.organisation(organisationId, (tx) =>
    tx.apiKey.updateMany({
      where: { organisationId, id: keyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: now } }] },
      data: { lastUsedAt: now },
    }),
  );
}

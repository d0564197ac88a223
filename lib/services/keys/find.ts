import { findKeyRow, type KeyRow } from "@/lib/db/principals";
import { hashToken, looksLikeKey } from "@/lib/db/secrets";
import { SuretyError } from "@/lib/domain/errors";
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

const holderOf = (row: KeyRow): KeyHolder => ({
  keyId: row.id,
  actor: actorOf(row),
  revision: row.revision,
  expiresAt: row.expires_at?.getTime() ?? null,
});

/**
 * Who holds this key now; null for whatever opens nothing, without saying why. While the database is away: as this process
 * last knew.
 * @throws SuretyError unavailable where that cannot be told
 */
export async function findKey(key: string): Promise<KeyHolder | null> {
  if (!looksLikeKey(key)) return null;
  const { db, clock, away } = runtime();
  const hash = hashToken(key);
  if (away.since() !== null) return lastKnown(hash);
  try {
    const row = await db.system((tx) => findKeyRow(tx, hash, new Date(clock.now())));
    return row && holderOf(row);
  } catch (error) {
    if (await away.suspect(error)) return lastKnown(hash);
    throw error;
  }
}

function lastKnown(hash: string): KeyHolder {
  const { keyRing, snapshots, clock } = runtime();
  const row = keyRing.find(hash, clock.now());
  if (!row)
    throw new SuretyError("unavailable", "The database is away, and this key cannot be checked. Ask again.", {
      retryAfter: 1,
    });
  // As good as the snapshot: both were held against the database at the same time.
  return holderOf({ ...row, revision: snapshots.peek(row.organisation_id)?.revision ?? row.revision });
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

import type { Database } from "@/lib/db/database";
import { type KeyRow, organisationKeys } from "@/lib/db/principals";

/**
 * The keys of the organisations in memory, by hash, for the time when the database cannot be asked who holds one. Followed
 * revision by revision: whatever takes a key away moves it.
 */
export interface KeyRing {
  /** Reads the keys of an organisation where it has moved since they were read. */
  follow(organisationId: string, revision: number): Promise<void>;
  /** The key with this hash, if it opened anything when it was last known. @param now ms: keys expire by the clock */
  find(hash: string, now: number): KeyRow | null;
}

export function createKeyRing(db: Pick<Database, "system">): KeyRing {
  const rings = new Map<string, { revision: number; keys: Map<string, KeyRow> }>();
  return {
    async follow(organisationId, revision) {
      if ((rings.get(organisationId)?.revision ?? 0) >= revision) return;
      const rows = await db.system((tx) => organisationKeys(tx, organisationId));
      // As of the revision that was asked for: what moved it again meanwhile is read at the next one.
      rings.set(organisationId, { revision, keys: new Map(rows.map(({ hash, ...row }) => [hash, row])) });
    },
    find(hash, now) {
      for (const { keys } of rings.values()) {
        const row = keys.get(hash);
        if (row) return row.expires_at === null || row.expires_at.getTime() > now ? row : null;
      }
      return null;
    },
  };
}

import { type KeyView, keyView } from "@/lib/db/people";
import { type Actor, may } from "@/lib/domain/roles";
import type { Slice } from "./members";
import { readAt } from "./read";

export interface ListedKey extends KeyView {
  /** Name of the member whose it is; null for a service key. */
  memberName: string | null;
}

/**
 * Keys that open something, newest first, up to `limit` + 1: one's own, and all of the organisation's for those
 * who may make service keys. What is a secret of a key is not kept and so not here.
 */
export async function listKeys(actor: Actor, { limit, after }: Slice): Promise<ListedKey[]> {
  const { organisationId } = actor;
  const whose = may(actor, "key.write") ? {} : { memberId: actor.id };
  return readAt(
    actor,
    async (tx, now) => {
      const rows = await tx.apiKey.findMany({
        where: {
          organisationId,
          ...whose,
          revokedAt: null,
          OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }],
          ...(after ? { id: { lt: String(after[0]) } } : {}),
        },
        orderBy: { id: "desc" },
        take: limit + 1,
        include: { member: { select: { name: true } } },
      });
      return rows.map((row) => ({ ...keyView(row), memberName: row.member?.name ?? null }));
    },
    "key.own",
  );
}

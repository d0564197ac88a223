import { z } from "zod";
import { conflict } from "@/lib/domain/errors";
import { identifier } from "@/lib/domain/fields";
import { verb } from "../verb";
import { openKey } from "./shared";

const revokeKeyInput = z.strictObject({ key: identifier });

/** Ends a key at once: one's own, or, for owners, any of the organisation's (a leaked key cannot wait for its holder). */
export const revokeKey = verb({
  name: "key.revoke",
  permission: "key.own",
  input: revokeKeyInput,
  async work({ tx, actor, now, organisationId }, { key: id }) {
    const key = await openKey(tx, actor, id, now, "owner");
    const ended = await tx.apiKey.updateMany({
      where: { organisationId, id, revokedAt: null },
      data: { revokedAt: new Date(now) },
    });
    if (ended.count === 0) throw conflict("This key was revoked already.");
    return {
      result: { key: id },
      entries: [{ kind: "key.revoked", subject: `key/${id}`, payload: { kind: key.kind, prefix: key.prefix } }],
      effect: "lowers",
    };
  },
});

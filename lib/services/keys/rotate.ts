import { z } from "zod";
import { keyView } from "@/lib/db/people";
import { newKey } from "@/lib/db/secrets";
import { durationMs } from "@/lib/domain/duration";
import { conflict } from "@/lib/domain/errors";
import { identifier, isoDuration } from "@/lib/domain/fields";
import { verb } from "../verb";
import { openKey } from "./shared";

const LONGEST_MS = 7 * 24 * 3600_000;

export const rotation = z.strictObject({
  /** How long the old key still opens. */
  overlap: isoDuration
    .refine((iso) => durationMs(iso) <= LONGEST_MS, { error: "must be at most 7 days (P7D)" })
    .default("P1D"),
});

const rotateKeyInput = z.strictObject({ key: identifier, ...rotation.shape });

/**
 * Makes a new key of the same name, kind and scopes; the old one ends after the overlap. The new key is in the result
 * and never shown again.
 */
export const rotateKey = verb({
  name: "key.rotate",
  permission: "key.own",
  input: rotateKeyInput,
  async work({ tx, actor, now, id, organisationId }, input) {
    const old = await openKey(tx, actor, input.key, now, "hidden");
    const end = new Date(now + durationMs(input.overlap));
    const endsAt = old.expiresAt && old.expiresAt < end ? old.expiresAt : end;
    const still = { organisationId, id: old.id, revokedAt: null, expiresAt: old.expiresAt };
    const ended = await tx.apiKey.updateMany({ where: still, data: { expiresAt: endsAt } });
    if (ended.count === 0) throw conflict("This key was rotated or revoked at this very moment.");
    const { key, prefix, hash } = newKey();
    const { kind, name, scopes, memberId } = old;
    const row = await tx.apiKey.create({
      data: {
        organisationId,
        id: id("key"),
        kind,
        name,
        prefix,
        hash,
        scopes,
        memberId,
        createdBy: actor.id,
        createdAt: new Date(now),
        rotatedFrom: old.id,
      },
    });
    return {
      result: { ...keyView(row), key },
      entries: [
        {
          kind: "key.rotated",
          subject: `key/${row.id}`,
          payload: { from: old.id, prefix, fromEndsAt: endsAt.toISOString() },
        },
      ],
      // Every process that holds the old key in memory must learn when it ends.
      effect: "lowers",
    };
  },
});

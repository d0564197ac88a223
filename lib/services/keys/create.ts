import { z } from "zod";
import { keyView } from "@/lib/db/people";
import { newKey } from "@/lib/db/secrets";
import { invalidField } from "@/lib/domain/errors";
import { name, time } from "@/lib/domain/fields";
import { SCOPES } from "@/lib/domain/roles";
import { permit, verb } from "../verb";

const expiresAt = time.optional();
const scopes = z
  .array(z.enum(SCOPES, { error: `must be one of ${SCOPES.join(", ")}` }), { error: "must be a list of scopes" })
  .min(1, { error: "must name at least one scope" });

export const createKeyInput = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("service"), name, scopes, expiresAt }),
    z.strictObject({ kind: z.literal("personal"), name, expiresAt }),
  ],
  { error: "must be service (with scopes) or personal (carries your role)" },
);

/**
 * Makes an API key: a service key with scopes, or one of the member's own that carries their role. The key itself is in
 * the result and never shown again.
 */
export const createKey = verb({
  name: "key.create",
  permission: "key.own",
  input: createKeyInput,
  async work({ tx, actor, now, id, organisationId }, input) {
    if (input.kind === "service") permit(actor, "key.write");
    const end = input.expiresAt ? new Date(input.expiresAt) : null;
    if (end && end.getTime() <= now) throw invalidField("expiresAt", "must lie in the future");
    const { key, prefix, hash } = newKey();
    const row = await tx.apiKey.create({
      data: {
        organisationId,
        id: id("key"),
        kind: input.kind,
        name: input.name,
        prefix,
        hash,
        scopes: input.kind === "service" ? SCOPES.filter((scope) => input.scopes.includes(scope)) : [],
        memberId: input.kind === "personal" ? actor.id : null,
        createdBy: actor.id,
        createdAt: new Date(now),
        expiresAt: end,
      },
    });
    const { kind, scopes } = row;
    return {
      result: { ...keyView(row), key },
      entries: [{ kind: "key.created", subject: `key/${row.id}`, payload: { kind, name: row.name, prefix, scopes } }],
      effect: "none",
    };
  },
});

import { z } from "zod";
import { conflict, invalidField } from "@/lib/domain/errors";
import { COSIGNING_KEY, NoteError, parseVerifierKey, type VerifierKey } from "@/lib/domain/note";
import { verb } from "../verb";

export const addWitnessInput = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .max(500)
    .describe("Its submission prefix: `/add-checkpoint` follows"),
  key: z.string().max(500).describe("Its verifier key, `name+hash+base64`"),
});

/** Names a witness: it is asked to cosign every signed head from now on, and counts in "witnessed by N of M". */
export const addWitness = verb({
  name: "witness.add",
  permission: "organisation.write",
  input: addWitnessInput,
  async work({ tx, organisationId, now, id }, { url, key }) {
    const { name } = cosigningKey(key);
    if (await tx.ledgerWitness.findFirst({ where: { organisationId, name } }))
      throw conflict(`The witness ${name} is asked already.`);
    const row = { id: id("wit"), name, url: url.replace(/\/$/, ""), key: key.trim() };
    await tx.ledgerWitness.create({ data: { ...row, organisationId, addedAt: new Date(now) } });
    return {
      result: row,
      entries: [{ kind: "witness.added", subject: `witness/${row.id}`, payload: { name, url: row.url, key: row.key } }],
      effect: "none",
    };
  },
});

function cosigningKey(text: string): VerifierKey {
  try {
    const key = parseVerifierKey(text);
    if (key.type === COSIGNING_KEY) return key;
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw invalidField("key", error.message);
  }
  throw invalidField("key", "is the key of a log; a witness's own key cosigns (type 4)");
}

import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { addCountersign } from "@/lib/db/key-pins";
import { logState, sessionOf } from "@/lib/db/tree";
import { conflict, invalidField } from "@/lib/domain/errors";
import { KEY_TYPE } from "@/lib/domain/key-pin";
import { makeVerifierKey, NOTE_KEY, verifierKeyText } from "@/lib/domain/note";
import { dsseEnvelope, payloadOf } from "@/lib/domain/signed-evidence";
import { Signatures } from "../signatures";
import { verb } from "../verb";

/**
 * Takes a counterparty's signature over the log's key: a DSSE envelope of the verifier key line, by a key of its own that is
 * registered as an issuer's. Done by Surety, for whoever holds a report's link.
 * @throws SuretyError invalid: another type or key, nobody's signature, or not a counterparty's; conflict: signed before
 */
export const countersignKey = verb({
  name: "key_pin.countersign",
  permission: "read",
  input: z.strictObject({ report: z.string(), envelope: dsseEnvelope }),
  async work({ tx, now, id, organisationId }, { report, envelope }) {
    if (envelope.payloadType !== KEY_TYPE) throw invalidField("payloadType", `must be ${KEY_TYPE}`);
    const signed = { form: "dsse" as const, envelope };
    const line = new TextDecoder().decode(payloadOf(signed)).trim();
    const state = await logState(sessionOf(tx), organisationId);
    const key = state?.key && verifierKeyText(makeVerifierKey(state.origin, NOTE_KEY, state.key.publicKey));
    if (!key || line !== key)
      throw invalidField("payload", `must be the ledger's key line as this server shows it: ${key}`);
    const found = await (await Signatures.open(tx, organisationId, [])).verify({ signed });
    if (found?.issuer.kind !== "counterparty")
      throw invalidField("signatures", "must be by a key that is registered as a counterparty's");
    const row = { organisationId, id: id("kcs"), issuer: found.issuer.slug, keyId: found.keyId, logKey: key, report };
    await guarded({ unique: () => conflict("This key signed the ledger's key before.") }, () =>
      addCountersign(tx, { ...row, envelope, at: new Date(now) }),
    );
    const payload = { issuer: found.issuer.slug, keyId: found.keyId, key, envelope };
    return {
      result: { issuer: found.issuer.slug, keyId: found.keyId },
      entries: [{ kind: "key_pin.countersigned", subject: `report/${report}`, payload }],
      effect: "none",
    };
  },
});

import { z } from "zod";
import { pinnedOrganisations } from "@/lib/db/key-pins";
import { logState, sessionOf } from "@/lib/db/tree";
import { conflict } from "@/lib/domain/errors";
import { type PinFound, pinFound } from "@/lib/domain/key-pin";
import { makeVerifierKey, NOTE_KEY, verifierKeyText } from "@/lib/domain/note";
import { type Actor, systemActor } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import { textsAt } from "@/lib/runtime/name-records";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { permit, verb } from "../verb";

/** Looks texts up by a name; null: there are none. */
export type LookUp = (name: string) => Promise<string[] | null>;

/** What was found, written down; the ledger says it where it is another than before. */
const recordCheck = verb({
  name: "key_pin.check",
  permission: "organisation.write",
  input: z.strictObject({
    name: z.string(),
    key: z.string(),
    found: z.enum(["matches", "differs", "not_found", "failed"]),
  }),
  async work({ tx, now, organisationId }, { name, key, found }) {
    const where = { organisationId };
    const before = await tx.keyPinCheck.findUnique({ where });
    const row = { name, key, found, checkedAt: new Date(now) };
    await tx.keyPinCheck.upsert({ where, create: { organisationId, ...row }, update: row });
    if (before?.name === name && before.key === key && before.found === found)
      return { unchanged: true, result: { found } };
    return {
      result: { found },
      entries: [{ kind: "key_pin.checked", subject: `organisation/${organisationId}`, payload: { name, key, found } }],
      effect: "none" as const,
    };
  },
});

/** The name in the settings and the log's key. @throws SuretyError conflict where one of them is missing */
async function pinOf(organisationId: string): Promise<{ name: string; key: string }> {
  return runtime().db.organisation(organisationId, async (tx) => {
    const { settings } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const { keyName } = parseSettings(settings);
    if (keyName === null) throw conflict("No name is set where the key is published: set it in the settings first.");
    const state = await logState(sessionOf(tx), organisationId);
    if (!state?.key) throw conflict("The ledger has no key yet.");
    return { name: keyName, key: verifierKeyText(makeVerifierKey(state.origin, NOTE_KEY, state.key.publicKey)) };
  });
}

/**
 * Looks the log's key up where the settings say that it is published. @throws SuretyError conflict where no name is set
 * @param lookUp the domain name system, unless a test stands in for it
 */
export async function checkKeyPin(
  actor: Actor,
  lookUp: LookUp = textsAt,
): Promise<{ result: { found: PinFound }; entries: string[] }> {
  permit(actor, "organisation.write");
  const { name, key } = await pinOf(actor.organisationId);
  const found = await lookUp(name).then(
    (texts) => pinFound(texts ?? [], key),
    (): PinFound => "failed",
  );
  return recordCheck(actor, { name, key, found });
}

/** Looks up the keys of all organisations that publish theirs. */
export async function checkPinsEverywhere(): Promise<void> {
  const names = await pinnedOrganisations(runtime().db);
  await eachAlone(
    names,
    (id) => checkKeyPin(systemActor(id)),
    "Keys that could not be looked up wait for the next hour.",
  );
}

import { organisationNow } from "@/lib/db/report-heads";
import { type KeySignature, keySignatures, type PinCheck, pinCheck } from "@/lib/db/report-reads";
import { readTogether } from "@/lib/db/together";
import { type LogState, logReading } from "@/lib/db/tree";
import { type KeyPins, type PinFound, pinRecord } from "@/lib/domain/key-pin";
import { makeVerifierKey, NOTE_KEY, verifierKeyText } from "@/lib/domain/note";
import type { Actor } from "@/lib/domain/roles";
import type { OrganisationSettings } from "@/lib/domain/state";
import { read } from "./read";

/** What pins are told from. */
export const pinReadings = (organisationId: string) => ({
  log: logReading(organisationId),
  organisation: organisationNow(organisationId),
  checked: pinCheck(organisationId),
  signed: keySignatures(organisationId),
});

export interface PinParts {
  log: LogState | null;
  organisation: { settings: OrganisationSettings };
  checked: PinCheck | null;
  signed: KeySignature[];
}

/** What vouches for the key that the organisation's log is signed with now. */
export function keyPins(actor: Actor): Promise<KeyPins> {
  return read(actor, async (tx) => keyPinsOf(await readTogether(tx, pinReadings(actor.organisationId))));
}

export function keyPinsOf({ log, organisation, checked, signed }: PinParts): KeyPins {
  const { keyName: name } = organisation.settings;
  const key = log?.key ? verifierKeyText(makeVerifierKey(log.origin, NOTE_KEY, log.key.publicKey)) : null;
  const current = checked?.name === name && checked?.key === key ? checked : null;
  return {
    key,
    dns:
      name === null || key === null
        ? null
        : {
            ...{ name, record: pinRecord(name, key) },
            checkedAt: current?.checkedAt ?? null,
            found: (current?.found as PinFound | undefined) ?? null,
          },
    countersigned: signed
      .filter(({ logKey }) => logKey === key)
      .map(({ issuer, keyId, at, name: called }) => ({ issuer, keyId, at, name: called })),
  };
}

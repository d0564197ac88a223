import type { Tx } from "@/lib/db/client";
import { iso } from "@/lib/db/rows";
import { logState, sessionOf } from "@/lib/db/tree";
import { type KeyPins, type PinFound, pinRecord } from "@/lib/domain/key-pin";
import { makeVerifierKey, NOTE_KEY, verifierKeyText } from "@/lib/domain/note";
import type { Actor } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import { read } from "./read";

/** What vouches for the key that the organisation's log is signed with now. */
export const keyPins = (actor: Actor): Promise<KeyPins> => read(actor, (tx) => keyPinsOf(tx, actor.organisationId));

export async function keyPinsOf(tx: Tx, organisationId: string): Promise<KeyPins> {
  const state = await logState(sessionOf(tx), organisationId);
  const key = state?.key ? verifierKeyText(makeVerifierKey(state.origin, NOTE_KEY, state.key.publicKey)) : null;
  const { settings } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
  const { keyName: name } = parseSettings(settings);
  const check = await tx.keyPinCheck.findUnique({ where: { organisationId } });
  const current = check?.name === name && check?.key === key ? check : null;
  const signed = await tx.keyCountersign.findMany({
    where: { organisationId, logKey: key ?? "" },
    orderBy: { at: "desc" },
  });
  const issuers = await tx.issuer.findMany({ where: { organisationId }, select: { slug: true, name: true } });
  return {
    key,
    dns:
      name === null || key === null
        ? null
        : {
            ...{ name, record: pinRecord(name, key) },
            checkedAt: current && iso(current.checkedAt),
            found: (current?.found as PinFound | undefined) ?? null,
          },
    countersigned: signed.map(({ issuer, keyId, at }) => ({
      ...{ issuer, keyId, at: iso(at) },
      name: issuers.find(({ slug }) => slug === issuer)?.name ?? issuer,
    })),
  };
}

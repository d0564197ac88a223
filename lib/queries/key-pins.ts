import type { Tx } from "@/lib/db/client";
import { iso } from "@/lib/db/rows";
import { type LogState, logState, sessionOf } from "@/lib/db/tree";
import { type KeyPins, type PinFound, pinRecord } from "@/lib/domain/key-pin";
import { makeVerifierKey, NOTE_KEY, verifierKeyText } from "@/lib/domain/note";
import type { Actor } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import type { OrganisationSettings } from "@/lib/domain/state";
import { read } from "./read";

/** What vouches for the key that the organisation's log is signed with now. */
export function keyPins(actor: Actor): Promise<KeyPins> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const state = await logState(sessionOf(tx), organisationId);
    const { settings } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    return keyPinsOf(tx, organisationId, state, parseSettings(settings));
  });
}

export async function keyPinsOf(
  tx: Tx,
  organisationId: string,
  state: LogState | null,
  { keyName: name }: OrganisationSettings,
): Promise<KeyPins> {
  const key = state?.key ? verifierKeyText(makeVerifierKey(state.origin, NOTE_KEY, state.key.publicKey)) : null;
  const check = await tx.keyPinCheck.findUnique({ where: { organisationId } });
  const current = check?.name === name && check?.key === key ? check : null;
  const signed = await tx.keyCountersign.findMany({
    where: { organisationId, logKey: key ?? "" },
    orderBy: { at: "desc" },
  });
  const slugs = signed.map(({ issuer }) => issuer);
  const issuers =
    slugs.length === 0 ? [] : await tx.issuer.findMany({ where: { organisationId, slug: { in: slugs } } });
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

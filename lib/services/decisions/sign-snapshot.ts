import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { sealSnapshot, snapshotText } from "@/lib/domain/signed-snapshot";
import { withoutTwins } from "@/lib/domain/twin";
import { remembered, runtime } from "@/lib/runtime/runtime";
import { permit } from "../verb";
import { reachRevision } from "./shared-revision";

interface Sealed {
  revision: number;
  /** Canonical JSON, to be sent as it is. */
  text: string;
}

const MOST_KEPT = 100;
/** By organisation: the newest one made, or being made. */
const kept = () =>
  remembered<Map<string, { revision: number; sealed: Promise<Sealed> }>>("sealed snapshots", () => new Map());

/**
 * What decisions are made from, signed, for those who decide locally (lib/domain/signed-snapshot.ts opens it).
 * @param known the revision that the caller holds: null is answered while it is the newest
 * @throws SuretyError forbidden, conflict (`minRevision` does not exist yet)
 */
export async function signSnapshot(
  actor: Actor,
  { known, minRevision }: { known?: (revision: number) => boolean; minRevision?: number } = {},
): Promise<{ revision: number; text: string | null }> {
  permit(actor, "snapshot.read");
  const { organisationId } = actor;
  if (minRevision !== undefined) await reachRevision(organisationId, minRevision);
  const { revision } = await runtime().snapshots.get(organisationId);
  return known?.(revision) ? { revision, text: null } : sealed(organisationId, revision);
}

function sealed(organisationId: string, revision: number): Promise<Sealed> {
  const before = kept().get(organisationId);
  if (before && before.revision >= revision) return before.sealed;
  const made = { revision, sealed: seal(organisationId) };
  kept().delete(organisationId);
  const oldest = kept().size >= MOST_KEPT ? kept().keys().next().value : undefined;
  if (oldest !== undefined) kept().delete(oldest);
  kept().set(organisationId, made);
  made.sealed.catch(() => kept().get(organisationId) === made && kept().delete(organisationId));
  return made.sealed;
}

/** Read at one revision, at least the one that this process decides on. */
async function seal(organisationId: string): Promise<Sealed> {
  const { db, clock, signer } = runtime();
  const loaded = await db.loadState(organisationId, 0, clock.now());
  if (!loaded || !("state" in loaded)) throw notFound();
  const text = snapshotText(withoutTwins(loaded.state));
  const value = Buffer.from(signer.sign(Buffer.from(text))).toString("base64");
  const signature = { algorithm: "Ed25519", key: signer.publicKey().id, value } as const;
  return { revision: loaded.state.revision, text: sealSnapshot(text, signature) };
}

/** The public half of the key that snapshots are signed with. */
export function snapshotKey(): { id: string; algorithm: "Ed25519"; publicKey: string } {
  const { id, bytes } = runtime().signer.publicKey();
  return { id, algorithm: "Ed25519", publicKey: Buffer.from(bytes).toString("base64") };
}

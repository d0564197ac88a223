/** What an organisation's decisions are made from, as it travels: canonical JSON, signed, with what a decision needs and no more. */
import { verifyAsync } from "@noble/ed25519";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical.ts";
import type { ClauseLine, OrganisationState } from "./state.ts";

/** Tells these signed bytes from any others of the same key. */
const FORMAT = "surety-snapshot/1";

export interface SnapshotSignature {
  algorithm: "Ed25519";
  /** Which key; its bytes are at `/api/v1/snapshot/key`. */
  key: string;
  /** Base64 of 64 bytes over the canonical JSON of `snapshot`. */
  value: string;
}

/** A line without what only the next record of evidence needs: checks, failures and tasks stay at home. */
function portable(line: ClauseLine): ClauseLine {
  return { ...line, failures: [], monitor: null, restoring: null, failingTasks: [] };
}

/** The bytes that are signed. */
export function snapshotText(state: OrganisationState): string {
  return canonicalJson({ ...state, format: FORMAT, lines: state.lines.map(portable) });
}

/** Text and signature as one canonical document: `{ signature, snapshot }`. */
export function sealSnapshot(text: string, signature: SnapshotSignature): string {
  return `{"signature":${canonicalJson(signature)},"snapshot":${text}}`;
}

/**
 * The state in a signed snapshot, to be compiled and decided on.
 * @param publicKey the 32 bytes that the caller trusts
 * @throws Error where the document is none, or was not signed by that key
 */
export async function openSnapshot(sealed: string, publicKey: Uint8Array): Promise<OrganisationState> {
  const { signature, snapshot } = JSON.parse(sealed) as {
    signature?: SnapshotSignature;
    snapshot?: OrganisationState & { format?: string };
  };
  if (snapshot?.format !== FORMAT || typeof signature?.value !== "string")
    throw new Error("this is no signed snapshot that this version reads");
  const { format: _, ...state } = snapshot;
  const value = Uint8Array.from(atob(signature.value), (char) => char.charCodeAt(0));
  const signed = await verifyAsync(value, utf8ToBytes(canonicalJson(snapshot)), publicKey).catch(() => false);
  if (!signed) throw new Error("the snapshot was not signed by this key");
  return state;
}

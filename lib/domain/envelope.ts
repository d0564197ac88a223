/** Statements that travel alone, in a DSSE envelope (secure-systems-lab/dsse 1.0) signed with a log's Ed25519 key. */
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "./base64.ts";
import { type VerifierKey, verifyEd25519 } from "./note.ts";

export interface Envelope {
  /** Base64 */
  payload: string;
  payloadType: string;
  signatures: { sig: string }[];
}

/** Pre-authentication encoding: the bytes that are signed. */
export function envelopeBytes(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8ToBytes(payloadType);
  return concatBytes(utf8ToBytes(`DSSEv1 ${type.length} `), type, utf8ToBytes(` ${payload.length} `), payload);
}

/** @param signatures of `envelopeBytes`; no key is named: which one it was is for the reader to know */
export function makeEnvelope(payloadType: string, payload: Uint8Array, signatures: readonly Uint8Array[]): Envelope {
  return { payload: toBase64(payload), payloadType, signatures: signatures.map((bytes) => ({ sig: toBase64(bytes) })) };
}

/** The payload, where one of these keys signed it as this type; else null. */
export function openEnvelope(envelope: unknown, payloadType: string, keys: readonly VerifierKey[]): Uint8Array | null {
  const { payload, payloadType: type, signatures } = (envelope ?? {}) as Partial<Envelope>;
  const bytes = typeof payload === "string" ? fromBase64(payload) : null;
  if (!bytes || type !== payloadType || !Array.isArray(signatures)) return null;
  const signed = envelopeBytes(payloadType, bytes);
  const holds = signatures.some(({ sig }) => {
    const signature = typeof sig === "string" ? fromBase64(sig) : null;
    return signature !== null && keys.some(({ publicKey }) => verifyEd25519(signature, signed, publicKey));
  });
  return holds ? bytes : null;
}

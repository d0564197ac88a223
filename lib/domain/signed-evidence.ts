/** Signed evidence as it is sent: an in-toto Statement in a DSSE envelope, or a JWS; read here, believed only once verified. */
import { z } from "zod";

const LONGEST = 512 * 1024;
const base64 = z
  .string({ error: "must be base64 text" })
  .min(1, { error: "must not be empty" })
  .max(LONGEST, { error: "must be at most 512 KB" })
  .regex(/^[A-Za-z0-9+/_-]+={0,2}$/, { error: "must be base64 text" });

/** https://github.com/secure-systems-lab/dsse */
export const dsseEnvelope = z.strictObject({
  payloadType: z.string({ error: "must be a media type" }).min(1).max(200),
  payload: base64,
  signatures: z
    .array(z.object({ keyid: z.string().max(200).optional(), sig: base64 }), { error: "must be a list of signatures" })
    .min(1, { error: "must hold a signature" })
    .max(10, { error: "must be at most 10 signatures" }),
});
export type DsseEnvelope = z.output<typeof dsseEnvelope>;

/** RFC 7515, compact: header.payload.signature. */
export const jwsEnvelope = z.strictObject({
  jws: z
    .string({ error: "must be a compact JWS" })
    .max(LONGEST, { error: "must be at most 512 KB" })
    .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, { error: "must be a compact JWS: header.payload.signature" }),
});

/** What somebody signed, as it came. */
export type Signed = { form: "dsse"; envelope: DsseEnvelope } | { form: "jws"; envelope: string };

/** A body's item that is signed, or null for a plain record. */
export function signedForm(item: unknown): "dsse" | "jws" | null {
  if (typeof item !== "object" || item === null) return null;
  if ("jws" in item) return "jws";
  return "payloadType" in item || "signatures" in item ? "dsse" : null;
}

/** The bytes that a DSSE signature is over: "DSSEv1", then length and bytes of type and payload. */
export function preAuthenticated(payloadType: string, payload: Uint8Array): Uint8Array {
  const utf8 = new TextEncoder();
  const type = utf8.encode(payloadType);
  const head = utf8.encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

/** Base64, also URL-safe, as bytes. @throws where it is not that */
export function fromBase64(text: string): Uint8Array {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

/** The bytes that were signed as a payload. */
export function payloadOf({ form, envelope }: Signed): Uint8Array {
  return fromBase64(form === "dsse" ? envelope.payload : (envelope.split(".")[1] as string));
}

/** What tokens carry beside the record; none of it is a record's. */
const CLAIMS = ["iss", "iat", "jti"] as const;

interface Statement {
  // in-toto's word. words: ok
  predicate?: unknown;
  subject?: { uri?: unknown; digest?: { sha256?: unknown } }[];
}

/**
 * The record that a signed payload holds: what an in-toto Statement says, whose subject is the record's artifact
 * where it names none; or, in a JWS, the payload itself.
 * @returns undefined where the payload holds no JSON object
 */
export function recordWithin(signed: Signed): unknown {
  let payload: unknown;
  try {
    payload = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payloadOf(signed)));
  } catch {
    return undefined;
  }
  if (typeof payload !== "object" || payload === null) return undefined;
  if (!("_type" in payload)) {
    const record: Record<string, unknown> = { ...payload };
    for (const claim of CLAIMS) delete record[claim];
    return record;
  }
  const { predicate: record, subject } = payload as Statement; // words: ok
  if (typeof record !== "object" || record === null) return undefined;
  const [first] = Array.isArray(subject) ? subject : [];
  const sha256 = first?.digest?.sha256;
  if ("artifact" in record || typeof sha256 !== "string") return record;
  return { ...record, artifact: { sha256, ...(typeof first?.uri === "string" && { uri: first.uri }) } };
}

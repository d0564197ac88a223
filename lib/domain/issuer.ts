/** Issuers: whose signature on evidence is believed, and what their word weighs. */
import { z } from "zod";
import type { Voucher } from "./evidence.ts";
import { name, text } from "./fields.ts";

export const ISSUER_KINDS = ["own", "counterparty", "third_party"] as const;
export type IssuerKind = (typeof ISSUER_KINDS)[number];

/** Whose word a record is that an issuer of this kind signed: one's own signature makes it no more than one's own word. */
export function voucherOf(kind: IssuerKind): Voucher {
  return kind === "own" ? "provider" : kind;
}

const base64url = z
  .string({ error: "must be base64url text" })
  .max(1000)
  .regex(/^[A-Za-z0-9_-]+$/, { error: "must be base64url text" });

/** A public key as a JWK (RFC 7517): Ed25519, or an elliptic curve of NIST. Nothing private is taken. */
const issuerKey = z
  .object({
    kty: z.enum(["OKP", "EC"], { error: "must be OKP (Ed25519) or EC (P-256, P-384)" }),
    crv: z.enum(["Ed25519", "P-256", "P-384"], { error: "must be Ed25519, P-256 or P-384" }),
    x: base64url,
    y: base64url.optional(),
    kid: text(200).optional(),
    d: z.never({ error: "is private: send the public key alone, and take this one for known to others" }).optional(),
  })
  .refine(({ kty, crv, y }) => (kty === "OKP") === (crv === "Ed25519") && (kty === "OKP") === (y === undefined), {
    error: "must fit its kty: OKP has Ed25519 and x; EC has P-256 or P-384, x and y",
  });
export type IssuerKey = z.output<typeof issuerKey>;

/** What a PUT of an issuer says. */
export const issuerFields = z.strictObject({
  name,
  kind: z.enum(ISSUER_KINDS, { error: "must be own, counterparty or third_party" }),
  keys: z
    .array(issuerKey, { error: "must be a list of public keys as JWKs" })
    .min(1, { error: "must hold at least one key" })
    .max(10, { error: "must be at most 10 keys" }),
});

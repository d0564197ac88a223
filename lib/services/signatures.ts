import { createHash, createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import type { Tx } from "@/lib/db/client";
import { type IssuerView, type RegisteredKey, readIssuers, signedBefore } from "@/lib/db/issuers";
import { invalidField } from "@/lib/domain/errors";
import { fromBase64, payloadOf, preAuthenticated, type Signed } from "@/lib/domain/signed-evidence";

/** What came, signed or plain, and whom it names as its source. */
interface Given {
  signed?: Signed;
  source?: string;
}

/** What a verified signature says of a record. */
export interface Verified {
  issuer: IssuerView;
  keyId: string;
  /** Of the signed payload, hex. */
  sha256: string;
}

/** The registered issuers of a batch, and what they signed that was recorded before; empty where nothing is signed. */
export class Signatures {
  private constructor(
    private readonly issuers: readonly IssuerView[],
    private readonly told: Set<string>,
  ) {}

  /** Reads the issuers: a source that one of them is named after speaks by its signature alone. */
  static async open(tx: Tx, organisationId: string, inputs: readonly Given[]): Promise<Signatures> {
    const issuers = await readIssuers(tx, organisationId);
    const digests = inputs.flatMap(({ signed }) => (signed ? [digestOf(signed)] : []));
    return new Signatures(issuers, await signedBefore(tx, organisationId, digests));
  }

  /**
   * Whose signature a record bears; null for a plain one.
   * @throws SuretyError invalid (`signature`) where it is nobody's, revoked, wrong or told before; (`source`) where an
   *   unsigned record speaks as a registered issuer, or a signed one as somebody else
   */
  async verify({ signed, source }: Given): Promise<Verified | null> {
    if (!signed) {
      if (this.issuers.some(({ slug, revokedAt }) => slug === source && revokedAt === null))
        throw invalidField("source", `${source} is a registered issuer: only what it signed counts as its word`);
      return null;
    }
    const found = await (signed.form === "dsse" ? this.ofEnvelope(signed) : this.ofJws(signed));
    const { issuer } = found;
    if (issuer.revokedAt !== null) throw invalidField("signature", `its issuer, ${issuer.slug}, was revoked`);
    if (source !== undefined && source !== issuer.slug)
      throw invalidField("source", `must be ${issuer.slug}, who signed it, or be left out`);
    const sha256 = digestOf(signed);
    if (this.told.has(sha256))
      throw invalidField("signature", "what is signed here was recorded before, and counts once");
    this.told.add(sha256);
    return { ...found, sha256 };
  }

  private keysNamed(keyId: string | undefined): { issuer: IssuerView; key: RegisteredKey }[] {
    const all = this.issuers.flatMap((issuer) => issuer.keys.map((key) => ({ issuer, key })));
    const named = keyId ? all.filter(({ key }) => key.id === keyId) : all;
    if (named.length > 0) return named;
    const name = keyId ? `the key ${keyId}` : "a key";
    throw invalidField(
      "signature",
      `is by ${name} that no registered issuer has; PUT /api/v1/issuers/{slug} registers one`,
    );
  }

  private ofEnvelope(signed: Extract<Signed, { form: "dsse" }>): Omit<Verified, "sha256"> {
    const { payloadType, signatures } = signed.envelope;
    const bytes = preAuthenticated(payloadType, payloadOf(signed));
    for (const { keyid, sig } of signatures) {
      for (const { issuer, key } of this.keysNamed(keyid))
        if (isSignature(key, bytes, fromBase64(sig))) return { issuer, keyId: key.id };
    }
    throw wrong();
  }

  private async ofJws({ envelope }: Extract<Signed, { form: "jws" }>): Promise<Omit<Verified, "sha256">> {
    const header = readHeader(envelope);
    for (const { issuer, key } of this.keysNamed(header.kid)) {
      const alg = ALGORITHMS[key.jwk.crv];
      try {
        const algorithms = key.jwk.crv === "Ed25519" ? ["EdDSA", "Ed25519"] : [alg];
        await compactVerify(envelope, await importJWK(key.jwk, alg), { algorithms });
        return { issuer, keyId: key.id };
      } catch {
        // Another key may fit; none of them: it is refused below.
      }
    }
    throw wrong();
  }
}

const ALGORITHMS = { Ed25519: "EdDSA", "P-256": "ES256", "P-384": "ES384" } as const;
const wrong = () => invalidField("signature", "does not fit what is signed: it was changed, or signed by another key");
const digestOf = (signed: Signed) => createHash("sha256").update(payloadOf(signed)).digest("hex");

function readHeader(jws: string): { kid?: string } {
  try {
    return decodeProtectedHeader(jws);
  } catch {
    throw invalidField("jws", "must begin with a header in base64url");
  }
}

/** Ed25519, or ECDSA as bare numbers or DER: signers of envelopes write either. */
function isSignature({ jwk }: RegisteredKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
  if (jwk.crv === "Ed25519") return verify(null, bytes, key, signature);
  const bare = signature.length === (jwk.crv === "P-256" ? 64 : 96);
  const digest = jwk.crv === "P-256" ? "sha256" : "sha384";
  return verify(digest, bytes, { key, dsaEncoding: bare ? "ieee-p1363" : "der" }, signature);
}

import { createPublicKey } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { z } from "zod";
import { issuerView, type RegisteredKey, readIssuers } from "@/lib/db/issuers";
import { asJson } from "@/lib/db/rows";
import { canonicalJson } from "@/lib/domain/canonical";
import { conflict, invalid, invalidField } from "@/lib/domain/errors";
import { slug } from "@/lib/domain/fields";
import { type IssuerKey, issuerFields } from "@/lib/domain/issuer";
import { verb } from "../verb";

const putIssuerInput = z.strictObject({ slug, ...issuerFields.shape });

/**
 * Registers an issuer of signed evidence, or changes its keys. A key belongs to one issuer; its id is its `kid`, or the
 * thumbprint of the key (RFC 7638).
 * @throws SuretyError invalid, conflict where it was revoked
 */
export const putIssuer = verb({
  name: "issuer.put",
  permission: "issuer.write",
  input: putIssuerInput,
  async work({ tx, now, organisationId }, { slug, name, kind, keys: given }) {
    const keys = await Promise.all(given.map(registered));
    const issuers = await readIssuers(tx, organisationId);
    const before = issuers.find((one) => one.slug === slug);
    if (before?.revokedAt) throw conflict("This issuer was revoked. Register its new keys under another name.");
    refuseTaken(
      keys,
      issuers.filter((one) => one !== before).flatMap((one) => one.keys),
    );
    // What its earlier evidence weighs was said when it came; another kind is another issuer.
    if (before && before.kind !== kind)
      throw invalidField("kind", `is ${before.kind} for good: revoke this issuer and register another one`);
    if (before && canonicalJson([before.name, before.keys]) === canonicalJson([name, keys]))
      return { unchanged: true, result: before };
    const fields = { name, keys: asJson(keys), updatedAt: new Date(now) };
    const row = await tx.issuer.upsert({
      where: { organisationId_slug: { organisationId, slug } },
      update: fields,
      create: { organisationId, slug, kind, ...fields, createdAt: new Date(now) },
    });
    return {
      result: issuerView(row),
      entries: [
        {
          kind: before ? "issuer.changed" : "issuer.registered",
          subject: `issuer/${slug}`,
          payload: { name, kind, keys: keys.map(({ id }) => id) },
        },
      ],
      effect: "none",
    };
  },
});

async function registered({ kty, crv, x, y, kid }: IssuerKey, index: number): Promise<RegisteredKey> {
  const jwk = { kty, crv, x, ...(y !== undefined && { y }) };
  try {
    createPublicKey({ key: jwk, format: "jwk" });
    return { id: kid ?? (await calculateJwkThumbprint(jwk)), jwk };
  } catch {
    throw invalidField(`keys.${index}`, "is no public key");
  }
}

function refuseTaken(keys: readonly RegisteredKey[], others: readonly RegisteredKey[]): void {
  const errors = keys.flatMap((key, index) => {
    const same = (other: RegisteredKey) => other.id === key.id || other.jwk.x === key.jwk.x;
    const taken = others.some(same) || keys.slice(0, index).some(same);
    return taken
      ? [{ path: `keys.${index}`, message: "is registered already; a key belongs to one issuer, once" }]
      : [];
  });
  if (errors.length > 0) throw invalid(errors);
}

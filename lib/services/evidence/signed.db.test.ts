import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { CompactSign } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLines } from "@/lib/db/lines";
import { storePact, testPact } from "@/lib/db/testing-pact";
import type { SuretyError } from "@/lib/domain/errors";
import type { IssuerKind } from "@/lib/domain/issuer";
import { preAuthenticated } from "@/lib/domain/signed-evidence";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { putIssuer } from "../issuers/put";
import { revokeIssuer } from "../issuers/revoke";
import { recordEvidence } from "./record";

let t: TestRuntime;
let org: TestOrganisation;
beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation("acme");
  await storePact(t.runtime.db, org.id, testPact());
  await t.runtime.snapshots.reload(org.id);
});
afterAll(() => t.stop());

type Fields = Record<string, unknown>;
let made = 0;
/** Each one another minute: what is signed is told once. */
const record = (fields: Fields = {}) => ({
  agent: "refund-bot",
  pact: "refunds",
  clause: "cites",
  passed: 10,
  failed: 0,
  observedAt: new Date(t.clock.now() - ++made * 60_000).toISOString(),
  ...fields,
});
const pairOf = (curve: "ed25519" | "P-256") => {
  const { publicKey, privateKey } =
    curve === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: curve });
  // biome-ignore lint/suspicious/noExplicitAny: a JWK as the caller would send it
  return { jwk: publicKey.export({ format: "jwk" }) as any, privateKey };
};
const TYPE = "application/vnd.in-toto+json";
const envelope = (said: unknown, key: KeyObject, { keyid, digest }: { keyid?: string; digest?: string } = {}) => {
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "run-42", digest: { sha256: digest ?? "b".repeat(64) } }],
    // in-toto's words. words: ok
    predicateType: "urn:surety:evidence:1", // words: ok
    predicate: said, // words: ok
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const algorithm = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  const sig = sign(algorithm, preAuthenticated(TYPE, payload), key).toString("base64");
  return { payloadType: TYPE, payload: payload.toString("base64"), signatures: [{ ...(keyid && { keyid }), sig }] };
};
const jws = async (payload: unknown, key: KeyObject, kid?: string) => ({
  jws: await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: key.asymmetricKeyType === "ed25519" ? "EdDSA" : "ES256", ...(kid && { kid }) })
    .sign(key),
});
const issuer = async (slug: string, kind: IssuerKind, curve: "ed25519" | "P-256" = "ed25519") => {
  const { jwk, privateKey } = pairOf(curve);
  await putIssuer(org.owner, { slug, name: slug, kind, keys: [{ ...jwk, kid: `${slug}-1` }] });
  return privateKey;
};
const refusedPaths = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: SuretyError) => [error.kind, ...error.errors.map(({ path }) => path)],
  );
const weight = async () => {
  const lines = await t.runtime.db.organisation(org.id, (tx) =>
    readLines(tx, org.id, [{ agent: "refund-bot", pact: "refunds", clause: "cites" }]),
  );
  return lines[0]?.weights.n ?? 0;
};

test("what an issuer signed counts as its word: the counterparty's in full, one's own by half; DSSE and JWS alike", async () => {
  const theirs = await issuer("globex", "counterparty");
  const ours = await issuer("own-lab", "own", "P-256");
  const third = await issuer("auditor", "third_party", "P-256");
  const { result } = await recordEvidence(org.service, envelope(record(), theirs, { keyid: "globex-1" }));
  expect(result).toMatchObject({
    source: "globex",
    issuer: "globex",
    vouchedBy: "counterparty",
    artifact: { sha256: "b".repeat(64) },
    signature: { form: "dsse", keyId: "globex-1" },
  });
  expect(await weight()).toBeCloseTo(10, 1);
  const more = await recordEvidence(org.service, [
    envelope(record(), ours, { digest: "c".repeat(64) }),
    await jws({ iss: "auditor", ...record() }, third, "auditor-1"),
  ]);
  expect("items" in more.result && more.result.items.map(({ vouchedBy }) => vouchedBy)).toEqual([
    "provider",
    "third_party",
  ]);
  expect(await weight()).toBeCloseTo(10 + 5 + 10, 1);
});

test("a signature that does not fit, of nobody registered, of a revoked issuer, or told before is refused, and nothing is recorded", async () => {
  const lab = await issuer("lab", "third_party");
  const good = envelope(record(), lab);
  const count = () => t.runtime.db.organisation(org.id, (tx) => tx.evidence.count());
  await recordEvidence(org.service, good);
  const before = await count();
  const changed = {
    ...good,
    payload: Buffer.from(Buffer.from(good.payload, "base64").toString().replace("10", "99")).toString("base64"),
  };
  const cut = { ...good, payload: Buffer.from("no json").toString("base64") };
  const refusals = [
    await refusedPaths(recordEvidence(org.service, good)),
    await refusedPaths(recordEvidence(org.service, changed)),
    await refusedPaths(recordEvidence(org.service, envelope(record(), pairOf("ed25519").privateKey))),
    await refusedPaths(recordEvidence(org.service, envelope(record(), lab, { keyid: "unknown" }))),
    await refusedPaths(recordEvidence(org.service, await jws(record(), pairOf("P-256").privateKey))),
    await refusedPaths(recordEvidence(org.service, { jws: "e30.e30.AAAA" })),
  ];
  for (const refusal of refusals.slice(0, 5)) expect(refusal).toEqual(["invalid", "signature"]);
  expect(refusals[5]?.[0]).toBe("invalid");
  expect((await refusedPaths(recordEvidence(org.service, cut)))?.[0]).toBe("invalid");
  await revokeIssuer(org.owner, { slug: "lab" });
  expect(await refusedPaths(recordEvidence(org.service, envelope(record(), lab)))).toEqual(["invalid", "signature"]);
  expect(await count()).toBe(before);
});

test("once an issuer is registered, nobody speaks in its name without its signature, nor it in another's", async () => {
  const key = await issuer("buyer", "counterparty");
  expect(await refusedPaths(recordEvidence(org.service, record({ source: "buyer" })))).toEqual(["invalid", "source"]);
  expect(await refusedPaths(recordEvidence(org.service, envelope(record({ source: "qa" }), key)))).toEqual([
    "invalid",
    "source",
  ]);
});

test("an issuer's kind is for good, a key belongs to one issuer, and a private key is never taken", async () => {
  const { jwk, privateKey } = pairOf("ed25519");
  const put = (slug: string, kind: IssuerKind, key: Fields) =>
    refusedPaths(putIssuer(org.owner, { slug, name: slug, kind, keys: [key as typeof jwk] }));
  expect(await put("first", "own", jwk)).toBeNull();
  expect(await put("first", "third_party", jwk)).toEqual(["invalid", "kind"]);
  expect(await put("second", "own", { ...jwk, kid: "other" })).toEqual(["invalid", "keys.0"]);
  expect(await put("third", "own", privateKey.export({ format: "jwk" }))).toEqual(["invalid", "keys.0.d"]);
  expect((await refusedPaths(putIssuer(org.operator, { slug: "x", name: "x", kind: "own", keys: [jwk] })))?.[0]).toBe(
    "forbidden",
  );
});

import { createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toBase64 } from "./base64.ts";
import { type Bundle, REPORT_TYPE } from "./bundle.ts";
import { envelopeBytes, makeEnvelope } from "./envelope.ts";
import { merkleRoot } from "./merkle.ts";
import { rootFrom, subtreesBeside } from "./multiproof.ts";
import { testLog } from "./testing-log.ts";
import { verifyFile } from "./verify.ts";
import type { Reader } from "./verify-parts.ts";

const log = testLog(40);
const file = (bundle: Bundle) => JSON.stringify(bundle);
const verifies = (text: string, reader?: Reader) => {
  try {
    return verifyFile(text, reader).entries;
  } catch (error) {
    return (error as Error).message;
  }
};
const saw = (size: number, of = log): Reader => ({ pinned: [of.key], seen: () => ({ size, root: of.root(size) }) });

const sixty = testLog(60).leaves;

test("the entries of any range, and any choice of entries, lead to the signed root", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.array(fc.nat(59), { maxLength: 12 }), (size, picks) => {
      const all = sixty.slice(0, size);
      const numbers = [...new Set(picks.map((pick) => pick % size))].sort((a, b) => a - b);
      const proof = subtreesBeside(size, numbers).map(([from, to]) => merkleRoot(all, undefined, from, to));
      const some = numbers.map((number) => all[number] as Uint8Array);
      expect(rootFrom(size, numbers, some, proof)).toEqual(merkleRoot(all));
      expect(rootFrom(size, numbers, some, [...proof, new Uint8Array(32)])).toBeNull();
      if (proof.length > 0) expect(rootFrom(size, numbers, some, proof.slice(1))).toBeNull();
    }),
    { numRuns: 30 },
  );
  for (const [from, to] of [
    [0, 40],
    [0, 1],
    [39, 40],
    [7, 23],
  ] as const)
    expect(verifies(file(log.bundle(from, to)))).toBe(to - from);
});

test("each of 1,000 random flipped bytes is found", () => {
  const whole = new TextEncoder().encode(file(log.bundle(3, 12, 5)));
  const reader = saw(5);
  expect(verifies(new TextDecoder().decode(whole), reader)).toBe(9);
  let state = 1;
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let i = 0; i < 1000; i++) {
    const at = next(whole.length);
    const byte = (whole[at] as number) ^ (1 + next(255));
    const bent = new TextDecoder().decode(whole.with(at, byte));
    expect(verifies(bent, reader), `byte ${at}: ${whole[at]} became ${byte}`).toBeTypeOf("string");
  }
});

test("each of 1,000 random deletions, repetitions, reorderings and cuts is found", () => {
  const bundle = log.bundle(3, 20);
  const reader = saw(40);
  const all = bundle.entries;
  const place = fc.nat(all.length - 1);
  const bend = fc.oneof(
    place.map((at) => all.toSpliced(at, 1)),
    place.map((at) => all.toSpliced(at, 0, all[at] as (typeof all)[0])),
    fc.tuple(place, place).map(([a, b]) => all.with(a, all[b] as (typeof all)[0]).with(b, all[a] as (typeof all)[0])),
    place.map((at) => all.slice(0, at)),
  );
  fc.assert(
    fc.property(bend, (entries) => {
      fc.pre(entries.length !== all.length || entries.some((entry, at) => entry !== all[at]));
      expect(verifies(file({ ...bundle, entries }), reader)).toMatch(/^entry #\d+: /);
    }),
    { numRuns: 1000 },
  );
});

test("a failure names the first bad entry and why", () => {
  const bent = (change: (bundle: Bundle) => void) => {
    const bundle = structuredClone(log.bundle(3, 20));
    change(bundle);
    return verifies(file(bundle));
  };
  expect(bent(({ entries }) => void entries.splice(4, 1))).toBe("entry #7: it is missing");
  expect(bent(({ entries }) => void entries.pop())).toBe("entry #19: it is missing: the file was cut short");
  expect(bent(({ entries }) => void entries.reverse())).toMatch(/^entry #19: it is missing|^entry #/);
  expect(bent(({ entries }) => void entries.splice(2, 2, ...entries.slice(2, 4).reverse()))).toMatch(/^entry #5: /);
  expect(bent(({ entries }) => Object.assign(entries[1] ?? {}, { facts: { subject: "pact/other" } }))).toBe(
    "entry #4: its facts are not those that were sealed",
  );
  const later = (leaf: string) => leaf.replace("pact.published", "pact.withdrawn");
  expect(bent(({ entries: [, , third] }) => Object.assign(third ?? {}, { leaf: later(third?.leaf ?? "") }))).toBe(
    "entry #5: its leaf is not what its hash says",
  );
  expect(bent((bundle) => Object.assign(bundle, { entries: testLog(40, { log: "log_b" }).entries.slice(3, 20) }))).toBe(
    "entry #3: its leaf is of another log",
  );
  expect(bent(({ proof }) => void proof.pop())).toMatch(/do not lead to the root/);
  expect(verifies(file(log.bundle()).slice(0, -9))).toMatch(/cut short/);
  expect(verifies("{}")).toMatch(/neither a bundle/);
});

test("a log that grew is believed by who saw it smaller, with the proof or with all entries", () => {
  expect(verifies(file(log.bundle(30, 40, 25)), saw(25))).toBe(10);
  expect(verifies(file(log.bundle()), saw(25))).toBe(40);
  expect(verifies(file(log.bundle(30, 40)), saw(25))).toMatch(/\?since=25/);
  expect(verifies(file(testLog(20).bundle()), saw(25))).toMatch(/you have seen 25/);
});

test("a history rewritten and signed again with the real key is found by who saw it before", () => {
  const forged = testLog(50, { payload: (i) => ({ version: i === 12 ? "forged" : i }) });
  expect(verifies(file(forged.bundle()))).toBe(50);
  expect(verifies(file(forged.bundle()), saw(40))).toMatch(/rewritten/);
  expect(verifies(file(forged.bundle(45, 50, 40)), saw(40))).toMatch(/rewritten/);
  expect(verifies(file(testLog(40, { payload: () => "fork" }).bundle()), saw(40))).toMatch(/another root/);
});

test("a log signed with another key than the pinned one is refused", () => {
  const other = testLog(40, { secret: new Uint8Array(32).fill(4) });
  expect(verifies(file(other.bundle()))).toBe(40);
  expect(verifies(file(other.bundle()), { pinned: [log.key] })).toMatch(/no known key/);
});

test("an erased entry still proves its place, and says that it was erased", () => {
  const bundle = log.bundle(3, 20);
  const entries = bundle.entries.map((entry, i) => (i === 2 ? { ...entry, facts: null, salt: null } : entry));
  expect(verifyFile(file({ ...bundle, entries }))).toMatchObject({ entries: 17, erased: 1 });
});

test("a report is believed where the log's key signed it, of the checkpoint beside it", () => {
  const report = (size: number) => {
    const root = Buffer.from(log.root(size)).toString("hex");
    const payload = new TextEncoder().encode(JSON.stringify({ pact: "refunds", asOf: { size, root } }));
    const signature = log.sign(envelopeBytes(REPORT_TYPE, payload));
    return makeEnvelope(REPORT_TYPE, payload, [signature]);
  };
  const verified = (of: unknown) =>
    verifyFile(file({ ...log.bundle(3, 20), report: of as never }), { pinned: [log.key] });
  expect(verified(report(40)).report).toMatchObject({ pact: "refunds" });
  expect(() => verified(report(39))).toThrow(/another checkpoint/);
  const bent = { ...report(40), payload: toBase64(new TextEncoder().encode('{"pact":"other"}')) };
  expect(() => verified(bent)).toThrow(/log's key/);
});

const DSSE = join(import.meta.dirname, "../../../shared/data/vectors/dsse.json");
test.skipIf(!existsSync(DSSE))("the published envelope is signed over our bytes (skipped without ../shared)", () => {
  const { pae, payload, payloadType, key, envelope } = JSON.parse(readFileSync(DSSE, "utf8"));
  const bytes = envelopeBytes(payloadType, new TextEncoder().encode(payload));
  expect(new TextDecoder().decode(bytes)).toBe(pae);
  const point = (decimal: string) =>
    Buffer.from(BigInt(decimal).toString(16).padStart(64, "0"), "hex").toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", x: point(key.x_dec), y: point(key.y_dec) };
  const sig = Buffer.from(envelope.signatures[0].sig, "base64");
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  expect(verify("sha256", bytes, { key: publicKey, dsaEncoding: "ieee-p1363" }, sig)).toBe(true);
});

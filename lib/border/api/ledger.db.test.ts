import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sessions } from "@/lib/db/client";
import { sequence } from "@/lib/db/ledger";
import { ledgered } from "@/lib/db/ledgered";
import { hashToken } from "@/lib/db/secrets";
import { openCheckpoint } from "@/lib/domain/checkpoint";
import { leafHash, verifyInclusion } from "@/lib/domain/merkle";
import { parseVerifierKey } from "@/lib/domain/note";
import type { Actor } from "@/lib/domain/roles";
import { tileTree, unpackBundle, unpackTile } from "@/lib/domain/tile";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { makeEntries } from "@/lib/runtime/testing-ledger";
import { createKey } from "@/lib/services/keys/create";
import { askApi } from "./testing-ask";

let t: TestRuntime;
let acme: TestOrganisation;
let globex: TestOrganisation;
const keys = new Map<string, string>();
const SIZE = 600;

beforeAll(async () => {
  t = await testRuntime();
  acme = await t.organisation("acme");
  globex = await t.organisation("globex");
  for (const { slug, auditor } of [acme, globex]) keys.set(slug, await personalKey(auditor));
  await makeEntries(t, acme, SIZE - 1);
  await makeEntries(t, globex, 2);
});
afterAll(() => t.stop());

async function personalKey(actor: Actor): Promise<string> {
  const { result } = await createKey(actor, { kind: "personal", name: "suite" });
  return result.key;
}

/** @param as whose key is sent; null: none is */
async function get(path: string, { as = "acme", accept = "" }: { as?: string | null; accept?: string } = {}) {
  const key = as === null ? undefined : keys.get(as);
  const response = await askApi("GET", `/api/v1/ledger/${path}`, { key, headers: { "accept-encoding": accept } });
  return { ...response, bytes: response.bytes ?? new Uint8Array() };
}
const checkpoint = async () =>
  openCheckpoint((await get("acme/checkpoint")).body, [parseVerifierKey((await get("acme/key")).body)]);

test("whoever mirrors the log by its tiles comes to the signed root", async () => {
  const { size, root } = await checkpoint();
  expect(size).toBe(SIZE);
  const read = (path: string) => get(`acme/tile/${path}`).then(({ status, bytes }) => ({ status, bytes }));
  const tree = tileTree(size, async ({ level, index, width }) => {
    const path = `${level}/${String(index).padStart(3, "0")}${width < 256 ? `.p/${width}` : ""}`;
    return unpackTile((await read(path)).bytes, width) ?? [];
  });
  expect(await tree.root()).toEqual(root);
  const bundle = unpackBundle((await read("entries/001")).bytes, 256) ?? [];
  expect(leafHash(bundle[3] as Uint8Array)).toEqual(await tree.subtree(259, 260));
});

test("tiles may be kept for ever, full and partial, the checkpoint not at all", async () => {
  for (const path of ["acme/tile/0/000", "acme/tile/0/002.p/88", "acme/tile/1/000.p/2", "acme/tile/entries/002.p/5"]) {
    const { status, headers } = await get(path);
    expect([path, status, headers["cache-control"]]).toEqual([path, 200, "private, max-age=31536000, immutable"]);
    expect(headers["content-type"]).toBe("application/octet-stream");
  }
  expect((await get("acme/checkpoint")).headers["cache-control"]).toBe("private, no-cache");
  expect((await get("acme/checkpoint")).headers["content-type"]).toBe("text/plain; charset=utf-8");
});

test("bundles are compressed for whoever takes that", async () => {
  const plain = await get("acme/tile/entries/000");
  const small = await get("acme/tile/entries/000", { accept: "br, gzip" });
  expect(small.headers["content-encoding"]).toBe("gzip");
  expect(new Uint8Array(gunzipSync(small.bytes))).toEqual(new Uint8Array(plain.bytes));
});

test("a tile that the signed log does not have, and another organisation's log, are not found alike", async () => {
  const nothing = await get("unknown/checkpoint");
  for (const path of [
    "acme/tile/0/002",
    "acme/tile/0/002.p/89",
    "acme/tile/2/000.p/1",
    "acme/tile/x/000",
    "acme/tile/0/..%2f000",
    "globex/checkpoint",
    "globex/tile/0/000.p/1",
    `${globex.id}/key`,
  ]) {
    const { status, body } = await get(path);
    expect([path, status, body]).toEqual([path, 404, nothing.body]);
  }
});

test("an entry's facts open its leaf, and its proof leads to the signed root", async () => {
  const { items, next } = JSON.parse((await get("entries?from=597&limit=2")).body);
  expect([items.length, next]).toEqual([2, 599]);
  const [{ index, leaf }] = items;
  const { root } = await checkpoint();
  const answer = JSON.parse((await get(`proof/inclusion?index=${index}`)).body);
  const proof = answer.proof.map((text: string) => new Uint8Array(Buffer.from(text, "base64")));
  expect(verifyInclusion(leafHash(new TextEncoder().encode(leaf)), index, SIZE, proof, root)).toBe(true);
});

test("a proof that cannot be is refused with its field", async () => {
  const refused = async (path: string) => {
    const { status, body } = await get(path);
    return [status, JSON.parse(body).errors[0].path];
  };
  expect(await refused("proof/inclusion?index=600")).toEqual([422, "index"]);
  expect(await refused("proof/inclusion?index=1&size=601")).toEqual([422, "size"]);
  expect(await refused("proof/consistency?from=0")).toEqual([422, "from"]);
  expect(await refused("proof/consistency?from=9&to=8")).toEqual([422, "from"]);
});

test("a report's token reads the log that it rests on and no other, as long as the link is open, and no facts", async () => {
  const token = "k".repeat(32);
  const { id, owner } = acme;
  const link = { id: "rpt_1", pact: "refunds", audience: "Globex", tokenHash: hashToken(token), redact: [] };
  const when = { createdAt: new Date(t.clock.now()), expiresAt: new Date(t.clock.now() + 1000) };
  const createdBy = { type: "member", id: owner.id, name: owner.name };
  await t.runtime.db.organisation(id, async (tx) => {
    await tx.pact.create({ data: { organisationId: id, slug: "refunds", createdAt: when.createdAt } });
    await tx.report.create({ data: { organisationId: id, ...link, ...when, createdBy } });
  });
  const by = (path: string) => get(`${path}${path.includes("?") ? "&" : "?"}token=${token}`, { as: null });
  for (const path of ["acme/key", "acme/checkpoint", "acme/tile/0/000", "acme/tile/entries/000"])
    expect((await by(path)).bytes, path).toEqual((await get(path)).bytes);
  expect((await by("proof/consistency?from=300")).status).toBe(200);
  for (const path of ["globex/checkpoint", "globex/tile/0/000.p/3"]) expect((await by(path)).status, path).toBe(404);
  for (const path of ["entries", "bundle", "entries/3/receipt", "witnesses"])
    expect((await by(path)).status, path).toBe(401);
  expect((await get(`acme/checkpoint?token=${"z".repeat(32)}`, { as: null })).status).toBe(404);
  t.clock.advance(1000);
  expect((await by("acme/checkpoint")).status).toBe(404);
});

test("what is new is numbered without a look at the ledger before it", async () => {
  const { db, ids } = t.runtime;
  const unit = { organisationId: acme.id, actor: acme.owner, now: t.clock.now(), ids };
  const entry = { kind: "team.changed", subject: "team/t", payload: {} };
  await ledgered(db, unit, async () => ({ result: null, entries: [entry, entry, entry], effect: "none" }));
  let read = 0;
  const READ = `SELECT seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relname = 'ledger_entry'`;
  const counting: Sessions = {
    rows: db.rows,
    session: (work) =>
      db.session(async (session) => {
        const soFar = async () => Number((await session.rows<{ rows: string }>("read", READ, []))[0]?.rows);
        const before = await soFar();
        const result = await work(session);
        read = (await soFar()) - before;
        return result;
      }),
  };
  expect(await sequence(counting, acme.id, t.clock.now(), ids)).toEqual({ more: false, size: SIZE + 3 });
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(20);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { streamEvidence } from "./evidence-stream";

let t: TestRuntime;
let org: TestOrganisation;
let made = 0;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());
const given = async () => {
  org = await t.organisation(`acme-${++made}`);
  await storePact(t.runtime.db, org.id, testPact());
  await t.runtime.snapshots.reload(org.id);
};

const line = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({
    agent: "refund-bot",
    pact: "refunds",
    clause: "cites",
    passed: 1,
    failed: 0,
    observedAt: new Date(t.clock.now()).toISOString(),
    source: "ci – Prüfung",
    ...fields,
  });
/** In pieces that end anywhere, within a character too. */
async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const send = (text: string | AsyncIterable<Uint8Array>, { key, size = 1000 }: { key?: string; size?: number } = {}) => {
  const stream = typeof text === "string" ? pieces(text, size) : text;
  const request = { method: "POST", path: "/api/v1/evidence", query: new URLSearchParams(), body: "", requestId: "r" };
  return streamEvidence({
    actor: org.service,
    key,
    request: { ...request, header: () => undefined, address: "", stream },
  }) as Promise<{ json: { recorded: number; items: unknown[] | null }; headers?: Record<string, string> }>;
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    ({ kind, message }: { kind: string; message: string }) => ({ kind, message }),
  );
const stored = () => t.runtime.db.organisation(org.id, (tx) => tx.evidence.count());

test("every line of a stream is recorded, in order, wherever its pieces end; blank lines mean nothing", async () => {
  await given();
  const { json } = await send(`${line({ passed: 7 })}\r\n\n${line({ passed: 8 })}\n${line({ passed: 9 })}`, {
    size: 7,
  });
  expect(json.recorded).toBe(3);
  expect((json.items as { passed: number; source: string }[]).map(({ passed, source }) => [passed, source])).toEqual(
    [7, 8, 9].map((passed) => [passed, "ci – Prüfung"]),
  );
});

test("a stream longer than an array may be is recorded whole, and said so", async () => {
  await given();
  const { json } = await send(Array.from({ length: 2100 }, () => line()).join("\n"), { size: 64 * 1024 });
  expect(json).toEqual({ recorded: 2100, items: null });
  expect(await stored()).toBe(2100);
});

test("a wrong line is named and nothing before it is recorded: not JSON, an unknown field, an unknown clause, too long", async () => {
  await given();
  const good = `${line()}\n`.repeat(1001);
  const wrong = [
    ["{nonsense", /^Line 1002 cannot be read/],
    [line({ surprise: 1 }), /^Line 1002 is refused: surprise is not known here/],
    [line({ clause: "nonsense" }), /^Line 1002: clause must be a clause of this pact\. Nothing was recorded/],
    ["x".repeat(1_100_000), /^Line 1002 is longer than 1 MB/],
  ] as const;
  for (const [text, says] of wrong) {
    const said = await refusal(send(`${good}${text}\n${line()}`, { size: 100_000 }));
    expect(said?.message).toMatch(says);
    expect(["invalid", "malformed"]).toContain(said?.kind);
  }
  expect((await refusal(send("\n\n")))?.kind).toBe("malformed");
  expect(await stored()).toBe(0);
});

test("a stream that breaks off records nothing", async () => {
  await given();
  async function* broken() {
    yield Buffer.from(`${line()}\n`);
    throw new Error("aborted");
  }
  expect((await refusal(send(broken())))?.kind).toBe("malformed");
  expect(await stored()).toBe(0);
});

test("the same stream with the same key is recorded once, also where the first time ended midway", async () => {
  await given();
  const text = Array.from({ length: 1500 }, () => line()).join("\n");
  await send(text, { key: "upload-1" });
  // As if the process had died before the last part and the answer.
  await t.runtime.db.organisation(org.id, (tx) =>
    tx.idempotencyKey.deleteMany({ where: { organisationId: org.id, key: { in: ["upload-1"] } } }),
  );
  const again = await send(text, { key: "upload-1" });
  expect(again.json).toEqual({ recorded: 1500, items: null });
  const replayed = await send(text, { key: "upload-1" });
  expect(replayed.headers).toEqual({ "idempotent-replayed": "true" });
  expect(await stored()).toBe(1500);
  expect((await refusal(send(`${text}\n${line()}`, { key: "upload-1" })))?.kind).toBe("invalid");
});

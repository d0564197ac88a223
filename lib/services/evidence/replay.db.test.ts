import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLineEntries } from "@/lib/db/line-entries";
import { readLines } from "@/lib/db/lines";
import { testPact } from "@/lib/db/testing-pact";
import type { PactDocument } from "@/lib/domain/pact";
import { replayLine } from "@/lib/domain/replay";
import type { ClauseLine } from "@/lib/domain/state";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { citing, withLivePact } from "@/lib/runtime/testing-bot";
import { recordEvidence } from "./record";

let t: TestRuntime;
beforeAll(async () => {
  t = await testRuntime();
});
afterAll(() => t.stop());

const given = (document?: PactDocument) => withLivePact(t, document);

const ago = (ms: number) => new Date(t.clock.now() - ms).toISOString();
const HOUR = 3600_000;
type Fields = Record<string, unknown>;
const cites = (fields: Fields = {}) => citing(t, fields);
const linesOf = (org: TestOrganisation, clause: string): Promise<ClauseLine[]> =>
  t.runtime.db.organisation(org.id, (tx) => readLines(tx, org.id, [{ agent: "refund-bot", pact: "refunds", clause }]));

/** Leaves of a value as numbers and texts, to compare floating point by its size. */
function close(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => close((a as Fields)[key], (b as Fields)[key]));
}

test("a monitor rebuilt from stored evidence equals the stored one to 1e-9, and so does all of its line", async () => {
  const document = testPact();
  const org = await given(document);
  const record = fc.record({
    clause: fc.constantFrom("cites", "fast"),
    passed: fc.integer({ min: 0, max: 20 }),
    failed: fc.integer({ min: 0, max: 3 }),
    observedAt: fc.integer({ min: 0, max: 200 }).map((hours) => ago(hours * HOUR)),
    loss: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 4 }),
    release: fc.constantFrom("r1", "r2"),
    source: fc.constantFrom("qa-lab", "refund-bot"),
    method: fc.constantFrom(undefined, "v1", "v2"),
    artifact: fc.option(
      fc.constantFrom("a", "b", "c").map((digit) => ({ sha256: digit.repeat(64) })),
      { nil: undefined },
    ),
    attributes: fc.option(
      fc.constantFrom("x", "y").map((task) => ({ task })),
      { nil: undefined },
    ),
  });
  const batches = fc.array(
    fc.array(
      record.filter((one) => one.passed + one.failed > 0),
      { minLength: 1, maxLength: 8 },
    ),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      for (const batch of all) {
        t.clock.advance(1000);
        await recordEvidence(
          org.service,
          batch.map((one) => cites(one.loss === undefined ? one : { ...one, passed: undefined, failed: undefined })),
        );
      }
      const lines = [...(await linesOf(org, "cites")), ...(await linesOf(org, "fast"))];
      for (const line of lines) {
        const clause = document.clauses.find(({ key }) => key === line.clause);
        if (!clause) throw new Error("no such clause");
        const entries = await t.runtime.db.organisation(org.id, (tx) => readLineEntries(tx, org.id, line));
        const rebuilt = replayLine(line, entries, clause, document);
        expect(close(rebuilt, line), JSON.stringify({ rebuilt, line })).toBe(true);
      }
    }),
    { numRuns: 8 },
  );
}, 60_000);

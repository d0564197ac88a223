import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { decisionsIn } from "@/lib/db/decision-search";
import { type DecisionRecord, deflatedBody, toLines } from "@/lib/db/segment";
import { createSearcher } from "./searcher";
import { createThread } from "./thread";

const folder = mkdtempSync(join(tmpdir(), "surety-threads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const decision = (n: number): DecisionRecord => ({
  id: `dec_${String(n).padStart(26, "0")}`,
  request: { agent: n % 10 === 3 ? "rare-bot" : "bot", action: "payments.refund", context: { order: `ord-${n}` } },
  answer: {
    ...{ verdict: "allow", permitted: true, mode: "enforce", authority: "full", because: [], limits: null },
    ...{ settlements: [], shadow: null, warnings: [], pacts: [{ pact: "refunds", version: 3, hash: "sha256:aa" }] },
    ...{ workflow: "refunds", governed: true, decidedAt: n, validUntil: null, useBy: null, revision: 7 },
  } as DecisionRecord["answer"],
  review: null,
});
const bodies = Array.from({ length: 20 }, (_, i) =>
  deflatedBody(toLines(Array.from({ length: 25 }, (_, j) => decision(25 * i + j)))).toString("base64"),
);

describe("a list that opens many segments", () => {
  it("finds on threads of its own what it finds here", async () => {
    const program = join(folder, "search.mjs");
    const entry = join(import.meta.dirname, "search-worker.ts");
    await build({ entryPoints: [entry], outfile: program, bundle: true, platform: "node", format: "esm" });
    const search = createSearcher(program);
    const before = decision(410).id;
    for (const filter of [{ agent: ["rare-bot"] }, { pact: "refunds", from: 100 }, { agent: ["nobody"] }]) {
      const here = decisionsIn(bodies, filter, before);
      expect(await search(bodies, filter, before)).toEqual(here);
      expect(here.length > 0).toBe(filter.agent?.[0] !== "nobody");
    }
  });
});

describe("a thread", () => {
  it("answers in order; one that fails costs those who waited for it, and the next order starts another", async () => {
    const program = join(folder, "double.mjs");
    writeFileSync(
      program,
      `import { parentPort } from "node:worker_threads";
       parentPort.on("message", (n) => { if (n < 0) throw new Error("no such number"); parentPort.postMessage(2 * n); });`,
    );
    const thread = createThread<number, number>(program, 64);
    expect(await Promise.all([1, 2, 3].map((n) => thread.ask(n)))).toEqual([2, 4, 6]);
    const lost = await Promise.allSettled([thread.ask(-1), thread.ask(4)]);
    expect(lost.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await thread.ask(5)).toBe(10);
  });
});

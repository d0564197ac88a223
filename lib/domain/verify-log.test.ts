import { expect, test } from "vitest";
import { verifierKeyText } from "./note.ts";
import { testLog } from "./testing-log.ts";
import { packBundle, TILE_WIDTH, type TileName } from "./tile.ts";
import { type LogReader, verifyLog } from "./verify-log.ts";

const log = testLog(300);
const utf8 = (text: string) => new TextEncoder().encode(text);

/** The log as served, with one leaf changed on the way. */
const served = (of = log, bend: (index: number, leaf: string) => string = (_, leaf) => leaf) => ({
  checkpoint: of.checkpoint(),
  keys: [verifierKeyText(log.key)],
  read: async ({ level, index, width }: TileName) => {
    const some = of.entries.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
    if (level === "entries") return packBundle(some.map((entry) => utf8(bend(entry.index, entry.leaf))));
    return new Uint8Array(Buffer.concat(of.leaves.slice(index * TILE_WIDTH, index * TILE_WIDTH + width)));
  },
});
const told = (source: ReturnType<typeof served>, reader?: LogReader) =>
  verifyLog(source, reader).then(
    ({ size }) => size,
    (error: Error) => error.message,
  );

test("a whole log is read entry by entry, and how far it is is told", async () => {
  const steps: number[] = [];
  expect(await told(served(), { progress: (done) => steps.push(done), seen: { size: 7, root: log.root(7) } })).toBe(
    300,
  );
  expect(steps).toEqual([256, 300]);
});

test("the first entry that is not what was sealed is named", async () => {
  const bend = (index: number, leaf: string) => (index >= 260 ? leaf.replace("published", "withdrawn") : leaf);
  expect(await told(served(log, bend))).toBe("entry #260: its leaf is not what the tree holds");
  expect(await told(served(log, (index, leaf) => (index === 3 ? `${leaf} ` : leaf)))).toMatch(
    /#3: its leaf is malformed/,
  );
});

test("a log that was rewritten and signed again is found by who saw it before", async () => {
  const forged = testLog(300, { payload: (i) => (i === 2 ? "other" : { version: i }) });
  expect(await told(served(forged))).toBe(300);
  expect(await told(served(forged), { seen: { size: 100, root: log.root(100) } })).toMatch(/rewritten/);
  expect(await told(served(testLog(90)), { seen: { size: 100, root: log.root(100) } })).toMatch(/missing/);
});

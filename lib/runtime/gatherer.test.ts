import { expect, test } from "vitest";
import { createGatherer } from "./gatherer";
import { createRevisionReads } from "./revision-reads";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("what comes while a batch is under way makes up the next one, in order, and a batch holds no more than its weight", async () => {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const gatherer = createGatherer<number>({
    run: (_, calls) => {
      batches.push(calls);
      return new Promise((resolve) => ends.push(resolve));
    },
    weight: (call) => call,
    most: 10,
  });
  for (const call of [1, 2]) gatherer.take("acme", call);
  await turn();
  for (const call of [4, 5, 3, 50, 1]) gatherer.take("acme", call);
  await turn();
  expect(batches).toEqual([[1, 2]]);
  while (ends.length > 0) {
    ends.shift()?.();
    await turn();
  }
  // A call heavier than a batch is one of its own.
  expect(batches).toEqual([[1, 2], [4, 5], [3], [50], [1]]);
});

test("one organisation never waits for another's batch, and beyond the bound callers are sent away", async () => {
  const seen: string[] = [];
  const gatherer = createGatherer<string>({
    run: (organisation) => {
      seen.push(organisation);
      return new Promise(() => {});
    },
    weight: () => 1,
    most: 1,
    bound: 2,
  });
  for (const organisation of ["acme", "globex"]) gatherer.take(organisation, "first");
  await turn();
  expect(seen).toEqual(["acme", "globex"]);
  for (const call of ["second", "third"]) gatherer.take("acme", call);
  expect(() => gatherer.take("acme", "fourth")).toThrow(/Ask again/);
});

test("a revision that was read before a call came is never its answer, and a crowd shares one read", async () => {
  let revision = 1;
  let reads = 0;
  const ends: (() => void)[] = [];
  const read = createRevisionReads({
    revisions: (names) => {
      reads++;
      const seen = new Map(names.map((name) => [name, revision]));
      return new Promise((resolve) => ends.push(() => resolve(seen)));
    },
  });
  const first = read("acme");
  revision = 2;
  const crowd = Array.from({ length: 50 }, () => read("acme"));
  ends.shift()?.();
  expect(await first).toBe(1);
  await turn();
  ends.shift()?.();
  expect(new Set(await Promise.all(crowd))).toEqual(new Set([2]));
  expect(reads).toBe(2);
});

import { expect, test } from "vitest";
import { seeded } from "./testing-random.ts";
import { authorityChanges } from "./testing-steady.ts";

test("at half its tolerance an agent's authority changes less than a fifth as often as a plain line on the score would have it", () => {
  const runs = [1, 2].map((seed) =>
    authorityChanges({ p0: 0.01, rate: 0.005, checks: 20_000, stage: 1_000, below: 70 }, seeded(seed)),
  );
  const sum = (of: "plain" | "latched") => runs.reduce((all, changes) => all + changes[of], 0);
  expect(sum("plain")).toBeGreaterThan(20);
  expect(sum("latched")).toBeLessThan(sum("plain") / 5);
});

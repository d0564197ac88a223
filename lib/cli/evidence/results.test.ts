import { expect, test } from "vitest";
import { readResults } from "./results";

test("promptfoo's results count each test, an error as a failure, and name the cases where they can be told apart", () => {
  const row = (testIdx: number, success: boolean, description?: string) => ({
    ...{ success, testIdx, promptIdx: 0, testCase: { description } },
  });
  const file = (results: object[]) => ({
    evalId: "eval-1",
    config: { description: "citations v3" },
    results: {
      version: 3,
      timestamp: "2026-03-01T12:00:00.000Z",
      stats: { successes: 1, failures: 1, errors: 1 },
      results,
    },
  });
  expect(readResults(file([row(0, true), row(1, false), { ...row(2, false), error: "timeout" }]))).toEqual({
    ...{ passed: 1, failed: 2, observedAt: "2026-03-01T12:00:00.000Z", method: "citations v3", tool: "promptfoo" },
    cases: { "0/0": "pass", "1/0": "fail", "2/0": "fail" },
  });
  expect(readResults(file([row(0, true, "same"), row(1, true, "same")]))?.cases).toBeNull();
  expect(readResults({ results: { stats: { successes: 5, failures: 2, errors: 1 } } })).toMatchObject({
    ...{ passed: 5, failed: 3, observedAt: null, method: null },
  });
});

test("an Inspect log counts each sample: passed where every scorer says so and nothing failed", () => {
  const sample = (id: number, scores: object, error?: object) => ({ id, epoch: 1, scores, error });
  const log = {
    version: 2,
    eval: { task: "citations", task_version: 4, created: "2026-03-01T11:00:00+00:00" },
    stats: { completed_at: "2026-03-01T12:00:00+00:00" },
    samples: [
      sample(1, { match: { value: "C" }, model: { value: 1 } }),
      sample(2, { match: { value: "C" }, model: { value: "I" } }),
      sample(3, {}),
      sample(4, { match: { value: "C" } }, { message: "crashed" }),
    ],
  };
  expect(readResults(log)).toEqual({
    ...{ passed: 1, failed: 3, observedAt: "2026-03-01T12:00:00.000Z", method: "citations@4", tool: "inspect" },
    cases: { "1/1": "pass", "2/1": "fail", "3/1": "fail", "4/1": "fail" },
  });
});

test("what is neither is not taken for either", () => {
  for (const file of [null, 1, [], {}, { results: [] }, { samples: [] }]) expect(readResults(file)).toBeNull();
});

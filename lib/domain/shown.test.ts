import { expect, test } from "vitest";
import { driftShown, overrideShown, reviewShown } from "./shown.ts";

const override = { state: "approved", createdAt: 0, startsAt: 100, endsAt: 200, used: 0, maxUses: 2 };

test("an approved override is active from its start to the instant before its end", () => {
  expect([99, 100, 199, 200].map((now) => overrideShown(override, now))).toEqual([
    "approved",
    "active",
    "active",
    "expired",
  ]);
});

test("an override without uses left is exhausted, and one that was refused stays refused after its end", () => {
  expect(overrideShown({ ...override, used: 2 }, 150)).toBe("exhausted");
  expect(overrideShown({ ...override, state: "denied" }, 300)).toBe("denied");
});

test("a request that nobody answers lapses with its own end, and after seven days", () => {
  const request = { ...override, state: "requested" };
  expect(overrideShown(request, 150)).toBe("requested");
  expect(overrideShown(request, 200)).toBe("lapsed");
  const week = 7 * 24 * 3600_000;
  const long = { ...request, startsAt: 2 * week, endsAt: 3 * week };
  expect([week - 1, week].map((now) => overrideShown(long, now))).toEqual(["requested", "lapsed"]);
});

test("a review that nobody settled is expired from its end on", () => {
  expect([9, 10].map((now) => reviewShown({ state: "pending", expiresAt: 10 }, now))).toEqual(["pending", "expired"]);
  expect(reviewShown({ state: "approved", expiresAt: 10 }, 11)).toBe("approved");
});

test("an alarm that nobody spoke on verifies itself", () => {
  expect(driftShown({ state: "suspected", verifiedAt: null }, 50)).toBe("suspected");
  expect([49, 50].map((now) => driftShown({ state: "suspected", verifiedAt: 50 }, now))).toEqual([
    "suspected",
    "verified",
  ]);
  expect(driftShown({ state: "cleared", verifiedAt: 50 }, 60)).toBe("cleared");
});

import { expect, test } from "vitest";
import { CLAIM_MS, claimHolds, fatigueOf, turnOf } from "./review-turn.ts";

test("a review passes from the team to its deputy and its escalation, and never back", () => {
  const review = { createdAt: 0, expiresAt: 3000, escalated: 0 };
  expect([0, 999, 1000, 2000, 5000].map((now) => turnOf(review, now).turn)).toEqual([
    ...["team", "team", "deputy", "escalation", "escalation"],
  ]);
  expect(turnOf(review, 1000)).toEqual({ turn: "deputy", until: 2000, overdue: true });
  expect(turnOf({ ...review, escalated: 2 }, 10)).toEqual({ turn: "escalation", until: 3000, overdue: false });
  expect(turnOf({ ...review, escalated: 1 }, 2500).turn).toBe("escalation");
});

test("a claim keeps others away for ten minutes and not an instant longer", () => {
  expect(claimHolds({ claimedAt: null }, 0)).toBe(false);
  expect([CLAIM_MS - 1, CLAIM_MS].map((now) => claimHolds({ claimedAt: 0 }, now))).toEqual([true, false]);
});

test("twenty requests approved a second apart count as hasty, however long they had waited", () => {
  const all = Array.from({ length: 20 }, (_, i) => ({
    ...{ by: "ana", createdAt: 0, settledAt: 3_600_000 + i * 1000, approved: true },
  }));
  expect(fatigueOf(all)).toEqual({ answered: 20, busiestHour: 20, medianSeconds: 1, approvals: 20, hasty: 0.95 });
  expect(fatigueOf([])).toBeNull();
  expect(fatigueOf([{ by: "ana", createdAt: 0, settledAt: 60_000, approved: false }])).toMatchObject({ hasty: null });
});

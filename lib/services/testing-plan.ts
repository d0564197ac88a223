import fc from "fast-check";
import { type Step, WHO } from "@/lib/domain/testing-desk";

/** Steps of each lane in a round. */
export const PER_ROUND = 10;

export type Plan = { minutes: number; lanes: Step[][] }[];

const who = fc.constantFrom(...WHO, "approver" as const, "approver2" as const, "owner" as const);
const clause = fc.constantFrom("cites" as const, "fast" as const);
const at = fc.nat(30);
const run = fc.constantFrom("run-1", "run-2");
const word = fc.constantFrom("approve", "approve", "approve", "deny", "withdraw", "revoke", "amend", "ratify");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("ask" as const),
      by: who,
      clause,
      hours: fc.integer({ min: 1, max: 8 }),
      uses: fc.constantFrom(null, null, 1, 2),
      glass: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: word, by: who, at }) as fc.Arbitrary<Step> },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("foreign" as const), at }) },
  { weight: 7, arbitrary: fc.record({ do: fc.constant("decide" as const), clause, run: fc.option(run) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("grantReview" as const, "denyReview" as const, "claim" as const),
      by: who,
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("endRun" as const), run }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("publish" as const), clause }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("role" as const), approves: fc.boolean() }) },
);
const minutes = fc.constantFrom(0, 1, 5, 20, 45, 90, 400, 1500);
const lanesOf = (lanes: number) =>
  fc.array(fc.array(step, { minLength: PER_ROUND, maxLength: PER_ROUND }), { minLength: lanes, maxLength: lanes });
/** Rounds of steps, some minutes apart; in each, every lane has its own. */
export const planOf = (lanes: number, rounds: number) =>
  fc.array(fc.record({ minutes, lanes: lanesOf(lanes) }), { minLength: rounds, maxLength: rounds });

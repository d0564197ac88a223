import fc from "fast-check";
import { expect, it } from "vitest";
import { isoInstant } from "./instant.ts";

it("writes every instant as Date does, however often and in whatever order it is asked", () => {
  const instants = fc.oneof(
    fc.integer({ min: 1.7e12, max: 1.7e12 + 5000 }),
    fc.integer({ min: -8.64e15, max: 8.64e15 }),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(instants, fc.double({ min: -1e13, max: 1e13, noNaN: true }))), (all) => {
      for (const ms of [...all, ...all]) expect(isoInstant(ms)).toBe(new Date(ms).toISOString());
    }),
  );
  expect(() => isoInstant(Number.NaN)).toThrow(RangeError);
});

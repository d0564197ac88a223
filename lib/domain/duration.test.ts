import fc from "fast-check";
import { expect, test } from "vitest";
import { DurationError, durationMs, isDuration, sayAge, sayDuration } from "./duration.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test.each([
  ["P7D", 7 * DAY],
  ["P2W", 14 * DAY],
  ["PT24H", DAY],
  ["PT5M", 300_000],
  ["PT30S", 30_000],
  ["P1DT12H30M5S", 36.5 * HOUR + 5000],
  ["PT90M", 1.5 * HOUR],
  ["P0D", 0],
])("%s lasts %i ms", (iso, ms) => {
  expect(durationMs(iso)).toBe(ms);
  expect(isDuration(iso)).toBe(true);
});

test.each([
  "",
  "P",
  "PT",
  "P1Y",
  "P1M",
  "P1Y2D",
  "P7",
  "7D",
  "P1DT",
  "P-1D",
  "-P1D",
  "P1.5D",
  "P1W2D",
  "p7d",
  "PT1H ",
  "P40000D",
  "PT5H3D",
])("%j is no duration", (iso) => {
  expect(() => durationMs(iso)).toThrow(DurationError);
  expect(isDuration(iso)).toBe(false);
});

test("what is no text is no duration", () => {
  for (const value of [null, undefined, 7, {}, ["P7D"]]) expect(isDuration(value)).toBe(false);
});

test.each([
  [7 * DAY, "7 d"],
  [DAY, "24 h"],
  [36 * HOUR, "36 h"],
  [50 * HOUR, "2 d"],
  [60 * HOUR, "60 h"],
  [300_000, "5 min"],
  [90 * 60_000, "90 min"],
  [2 * HOUR + 1000, "2 h"],
  [45_000, "45 s"],
  [999, "999 ms"],
  [0, "0 s"],
  [-2 * HOUR, "−2 h"],
])("%i ms is said as %s", (ms, said) => {
  expect(sayDuration(ms)).toBe(said.replace(" ", "\u00a0"));
});

test("what is said is off by at most 5 %", () => {
  const units: Record<string, number> = { d: DAY, h: HOUR, min: 60_000, s: 1000, ms: 1 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 * DAY }), (ms) => {
      const [count, unit] = sayDuration(ms).split("\u00a0") as [string, string];
      expect(Math.abs(Number(count) * (units[unit] as number) - ms)).toBeLessThanOrEqual(0.05 * ms);
    }),
  );
});

test.each([
  [20_000, "just now"],
  [90_000, "1 min ago"],
  [36 * HOUR, "36 h ago"],
  [129 * HOUR, "5 d ago"],
  [7 * DAY, "7 d ago"],
])("an age of %i ms is said as %s, and never as older than it is", (ms, said) => {
  expect(sayAge(ms)).toBe(said.replace(/(\d) /, "$1\u00a0"));
});

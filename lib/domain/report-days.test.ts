import { expect, test } from "vitest";
import { DAYS, evidenceSpans, sayStrip, strip } from "./report-days.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-22T12:00:00Z");

test("a day is what was worst on it, and before the promise was in force it is nothing", () => {
  const since = NOW - 10 * DAY;
  const days = strip([{ word: "breached", from: NOW - 2 * DAY, until: NOW - DAY }], since, NOW);
  expect(days).toHaveLength(DAYS);
  expect(days.slice(0, DAYS - 11).every((word) => word === "none")).toBe(true);
  expect(days.slice(-4)).toEqual(["met", "breached", "breached", "met"]);
});

test("evidence that stops turns a strip stale at the window's end, without anything being written", () => {
  const since = NOW - 20 * DAY;
  const first = NOW - 20 * DAY;
  const gaps = [
    { after: first, until: NOW - 9 * DAY },
    { after: NOW - 9 * DAY, until: null },
  ];
  const until = (now: number) => strip(evidenceSpans({ first, gaps }, 7 * DAY, since), since, now).at(-1);
  expect(until(NOW - 3 * DAY)).toBe("met");
  expect(until(NOW - 2 * DAY)).toBe("stale");
  expect(until(NOW)).toBe("stale");
});

test("a promise without evidence is unproven from its first day until the first record", () => {
  const since = NOW - 3 * DAY;
  const first = NOW - DAY;
  const known = { first, gaps: [{ after: first, until: null }] };
  expect(strip(evidenceSpans(known, 7 * DAY, since), since, NOW).slice(-4)).toEqual([
    "unproven",
    "unproven",
    "unproven",
    "met",
  ]);
  expect(sayStrip(strip(evidenceSpans({ first: null, gaps: [] }, 7 * DAY, since), since, NOW))).toBe(
    "4 unproven of 90 days",
  );
});

import { expect, test } from "vitest";
import type { FreshnessItem, FreshnessLanes } from "@/lib/domain/freshness-board";
import { axisSpan, boardSentence, piecesOf, sayGates } from "./board";

const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 10, 19, 12);
const iso = (at: number) => new Date(at).toISOString();

const item = (change: Partial<FreshnessItem> = {}): FreshnessItem => ({
  agent: "bot",
  release: null,
  candidate: false,
  pact: "p",
  pactTitle: "P",
  mode: "enforce",
  workflow: "w",
  clause: "c",
  title: "C",
  severity: "major",
  owner: "team",
  state: "fresh",
  lane: "fresh",
  observedAt: iso(NOW - 2 * DAY),
  staleAt: iso(NOW + 5 * DAY),
  left: 5 * DAY,
  windowMs: 7 * DAY,
  evidence: null,
  consequence: { trigger: "stale", acts: false, does: "review", actions: ["pay"], waivedUntil: null },
  perDay: null,
  asked: null,
  ...change,
});

const board = (counts: Partial<FreshnessLanes["counts"]>, items = [item()]): FreshnessLanes => ({
  items,
  counts: { missing: 0, stale: 0, day: 0, week: 0, fresh: 0, ...counts },
  gated: null,
});

test("the board opens with what costs something first", () => {
  expect(boardSentence(board({ stale: 1, missing: 2, day: 1 }))).toBe(
    "One clause is stale, two have no evidence and one goes stale within a day.",
  );
  expect(boardSentence(board({ missing: 1 }))).toBe("One clause has no evidence.");
  expect(boardSentence(board({ day: 3 }))).toBe("Three clauses go stale within a day.");
  expect(boardSentence(board({ fresh: 1 }))).toBe("The one clause with evidence is fresh for more than a day.");
});

test("what acts is told from what will act, and what is in shadow is said to be", () => {
  expect(sayGates(item())).toBe("Will hold pay");
  const acts = { trigger: "missing" as const, acts: true, does: "block" as const, actions: ["*"], waivedUntil: null };
  expect(sayGates(item({ consequence: acts, mode: "shadow" }))).toBe("Blocks every action now, in shadow");
  expect(sayGates(item({ consequence: acts, candidate: true, release: "r2" }))).toBe(
    "Blocks every action of candidate r2 now",
  );
  expect(sayGates(item({ consequence: acts, perDay: 340.2 }))).toBe("Blocks every action now, 340 a day");
  expect(sayGates(item({ perDay: 0.4 }))).toBe("Will hold pay, 3 a week");
  const waived = { ...acts, waivedUntil: iso(NOW + DAY) };
  expect(sayGates(item({ consequence: waived, perDay: 0 }))).toBe(
    "Waived until 20\u00a0Nov 12:00; then blocks every action, none a week",
  );
});

test("a bar is age and what is left, or age and the time past its window; missing evidence has none", () => {
  expect(piecesOf(item(), NOW, 10 * DAY)).toEqual([
    { kind: "used", left: 40, width: 10 },
    { kind: "rest", left: 50, width: 25 },
    { kind: "end", left: 75, width: 0 },
  ]);
  const stale = item({ observedAt: iso(NOW - 9 * DAY), staleAt: iso(NOW - 2 * DAY) });
  expect(piecesOf(stale, NOW, 10 * DAY)).toEqual([
    { kind: "used", left: 5, width: 35 },
    { kind: "over", left: 40, width: 10 },
    { kind: "end", left: 40, width: 0 },
  ]);
  expect(piecesOf(item({ observedAt: null, staleAt: null }), NOW, DAY)).toEqual([]);
});

test("no bar leaves the axis, and an end beyond it has no mark", () => {
  const pieces = piecesOf(item({ observedAt: iso(NOW - 90 * DAY), staleAt: iso(NOW + 90 * DAY) }), NOW, 7 * DAY);
  expect(pieces.map(({ kind }) => kind)).toEqual(["used", "rest"]);
  for (const { left, width } of pieces) expect(left >= 0 && left + width <= 100).toBe(true);
});

test("the axis is as long as all but the longest windows", () => {
  const windows = (days: number[]) => days.map((length) => ({ windowMs: length * DAY }));
  expect(axisSpan(windows([7, 7, 7, 7, 7, 7, 30]))).toBe(7 * DAY);
  expect(axisSpan(windows([1]))).toBe(DAY);
  expect(axisSpan([])).toBe(14 * DAY);
});

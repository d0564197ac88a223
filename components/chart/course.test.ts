import { expect, test } from "vitest";
import { prepareCourse } from "./course";

const now = Date.parse("2026-11-23T10:00:00Z");
const days = [
  { day: "2026-11-20", value: 0.99, of: 100, state: "ok" as const },
  { day: "2026-11-21", value: null, of: 0, state: "no_data" as const },
  { day: "2026-11-22", value: 0.9, of: 50, state: "breached" as const },
  { day: "2026-11-23", value: 0.97, of: 5, state: "ok" as const },
];

test("gaps stay gaps, what breaks the promise is told from what keeps it, and today is still filling", () => {
  const course = prepareCourse({ days, threshold: { op: "<", value: 0.95 }, unit: "share", now });
  expect(course.points.map(({ value, broken }) => [value, broken])).toEqual([
    [0.99, null],
    [null, null],
    [0.9, 0.9],
    [0.97, null],
  ]);
  expect(course.points.map(({ provisional }) => provisional)).toEqual([false, false, false, true]);
  expect(course).toMatchObject({ broken: 1, most: 100, threshold: { value: 0.95, label: "at least 95 %" } });
  expect(course.levels.map(({ says }) => says)).toEqual(["90 %", "99 %"]);
  expect(course.domain[0]).toBeLessThan(0.9);
  expect(course.domain[1]).toBeGreaterThan(0.99);
});

test("what happened stands at the day it happened on", () => {
  const events = [{ at: "2026-11-22T08:00:00Z", label: "caps authority" }];
  const { points } = prepareCourse({ days, threshold: null, unit: "share", now, events });
  expect(points.map((point) => point.events)).toEqual([[], [], ["caps authority"], []]);
});

test("with nothing measured there is a scale all the same", () => {
  const none = days.map(({ day }) => ({ day, value: null, state: "no_data" as const }));
  expect(prepareCourse({ days: none, threshold: null, unit: "count", now }).domain).toEqual([0, 1.15]);
});

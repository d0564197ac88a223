import { describe, expect, test } from "vitest";
import { absolute, count, dateline, day, duration, percent, plural, relative, span } from "./words";

const HOUR = 3_600_000;
const at = Date.parse("2026-11-19T14:20:05Z");
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("spans and instants", () => {
  test("a span names its largest unit, and the next one only when asked", () => {
    expect(plain(span(12_000))).toBe("12 s");
    expect(plain(span(42 * 60_000))).toBe("42 min");
    expect(plain(span(14.9 * HOUR))).toBe("14 h");
    expect(plain(span(27 * HOUR))).toBe("27 h");
    expect(plain(span(9.9 * 24 * HOUR))).toBe("9 d");
    expect(plain(span(27 * HOUR, true))).toBe("1 d 3 h");
    expect(plain(span(24 * HOUR, true))).toBe("1 d");
  });

  test("a relative time says its direction, and becomes a date when two weeks away", () => {
    expect(plain(relative(at - 4 * HOUR, at))).toBe("4 h ago");
    expect(plain(relative(at + 12 * 60_000, at))).toBe("in 12 min");
    expect(relative(at - 900, at)).toBe("just now");
    expect(plain(relative(at - 20 * 24 * HOUR, at))).toBe("30 Oct");
    expect(plain(relative(at - 400 * 24 * HOUR, at))).toBe("15 Oct 2025");
  });

  test("absolute times are UTC whatever the machine's zone", () => {
    expect(plain(absolute(at))).toBe("19 Nov 2026, 14:20:05 UTC");
    expect(plain(day(at))).toBe("19 Nov 2026");
    expect(dateline(at)).toBe("Thursday 19 November 2026, 14:20 UTC");
  });

  test("an ISO duration reads as a person would say it, and an unreadable one is shown as it is", () => {
    expect(plain(duration("P7D"))).toBe("7 d");
    expect(plain(duration("PT4H"))).toBe("4 h");
    expect(duration("soon")).toBe("soon");
  });
});

describe("numbers", () => {
  test("numbers are grouped, shares have a unit, nouns agree", () => {
    expect(count(18_403)).toBe("18,403");
    expect(plain(percent(0.7857))).toBe("78.6 %");
    expect(plural(1, "clause")).toBe("1 clause");
    expect(plural(0, "clause")).toBe("0 clauses");
  });
});

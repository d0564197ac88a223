import fc from "fast-check";
import { expect, test } from "vitest";
import { dueAt, nextAt, noticeSettings, parseNoticeSettings, storedNoticeSettings } from "./notice-settings.ts";

const at = (iso: string) => Date.parse(iso);
const says = (more: object) => parseNoticeSettings({ timeZone: "Europe/Berlin", ...more });
const quiet = { from: "22:00", to: "07:00" };

test("what happens in quiet hours waits until they end, where the member lives", () => {
  const night = at("2026-11-22T22:30:00Z"); // 23:30 in Berlin
  expect(dueAt(says({ quiet }), "override.requested", night, false)).toBe(at("2026-11-23T06:00:00Z"));
  expect(dueAt(says({ quiet }), "override.requested", at("2026-11-22T20:59:00Z"), false)).toBe(
    at("2026-11-22T20:59:00Z"),
  );
  expect(dueAt(says({ quiet }), "override.requested", at("2026-11-22T21:00:00Z"), false)).toBe(
    at("2026-11-23T06:00:00Z"),
  );
  expect(dueAt(says({ quiet }), "override.requested", at("2026-11-23T06:00:00Z"), false)).toBe(
    at("2026-11-23T06:00:00Z"),
  );
});

test("urgent kinds pass quiet hours only if the member or the organisation says so; others never do", () => {
  const night = at("2026-11-22T22:30:00Z");
  for (const kind of ["override.broke_glass", "incident.opened", "drift.verified", "review.waiting"]) {
    expect(dueAt(says({ quiet }), kind, night, false)).toBeGreaterThan(night);
    expect(dueAt(says({ quiet, urgent: true }), kind, night, false)).toBe(night);
    expect(dueAt(says({ quiet }), kind, night, true)).toBe(night);
  }
  expect(dueAt(says({ quiet, urgent: true }), "override.requested", night, true)).toBeGreaterThan(night);
});

test("a topic is told at once, once a day or not at all, as the member says; without mail nothing is", () => {
  const noon = at("2026-11-22T12:00:00Z");
  expect(dueAt(says({}), "clause.stale", noon, false)).toBe(at("2026-11-23T07:00:00Z"));
  expect(dueAt(says({ topics: { evidence: "now" } }), "clause.stale", noon, false)).toBe(noon);
  expect(dueAt(says({ topics: { incidents: "off" } }), "incident.opened", noon, true)).toBeNull();
  expect(dueAt(says({ email: false }), "incident.opened", noon, true)).toBeNull();
  expect(dueAt(says({}), "review.claimed", noon, true)).toBeNull();
  expect(dueAt(says({}), "thing.unknown", noon, true)).toBeNull();
});

test("the next eight o'clock is after now, within a day and an hour, and clocks there do show eight", () => {
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu");
  const moments = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-12-31T00:00:00Z") });
  fc.assert(
    fc.property(zones, moments, (zone, now) => {
      const next = nextAt(now, zone, "08:00");
      const shown = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle: "short" }).format(next);
      expect(shown).toBe("08:00");
      expect(next).toBeGreaterThan(now);
      expect(next - now).toBeLessThanOrEqual(25 * 3_600_000);
    }),
  );
});

test("an hour that clocks leap over, or show twice, still comes once a day", () => {
  expect(nextAt(at("2026-03-28T12:00:00Z"), "Europe/Berlin", "02:30")).toBeGreaterThan(at("2026-03-29T00:00:00Z"));
  expect(nextAt(at("2026-10-24T12:00:00Z"), "Europe/Berlin", "02:30")).toBeLessThan(at("2026-10-25T02:00:00Z"));
});

test("what cannot be meant is refused by its field; what was stored and makes no sense any more is the usual", () => {
  const paths = (input: object) => noticeSettings.safeParse(input).error?.issues.map(({ path }) => path.join("."));
  expect(paths({ timeZone: "Mars/Olympus" })).toEqual(["timeZone"]);
  expect(paths({ quiet: { from: "22:00", to: "22:00" } })).toEqual(["quiet.to"]);
  expect(paths({ dailyAt: "8:00" })).toEqual(["dailyAt"]);
  expect(paths({ topics: { incidents: "sometimes" } })).toEqual(["topics.incidents"]);
  expect(storedNoticeSettings({ timeZone: "Mars/Olympus" })).toEqual(parseNoticeSettings({}));
});

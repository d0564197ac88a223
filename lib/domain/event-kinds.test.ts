import { expect, test } from "vitest";
import { EVENT_KINDS, type EventKind, sortOf, TOPICS } from "./event-kinds.ts";
import { eventWords } from "./event-words.ts";
import { subjectHref } from "./subject-page.ts";

const kinds = Object.entries(EVENT_KINDS);

test("every kind of event has a line of its own for people, made of what its messages carry", () => {
  const lines = kinds.map(([kind, { data }]) => eventWords(kind, data));
  for (const line of lines) expect(line).not.toMatch(/undefined|null|\[object| {2}| : |\(\)/);
  expect(new Set(lines).size).toBe(kinds.length);
  for (const [kind] of kinds) expect(eventWords(kind, null)).not.toMatch(/undefined|null/);
  expect(eventWords("thing.happened_once", { says: "x" })).toBe("thing happened once");
});

test("what people are told of leads to a page, and every topic has kinds", () => {
  const told = kinds.filter(([, { topic }]) => topic !== null);
  for (const [kind, { subject, to }] of told) {
    expect(to, kind).not.toEqual([]);
    if (!subject.startsWith("exception/")) expect(subjectHref(subject), kind).not.toBeNull();
  }
  expect(new Set(told.map(([, { topic }]) => topic))).toEqual(new Set(Object.keys(TOPICS)));
});

test("only what cannot wait is urgent", () => {
  const urgent = kinds.filter(([, sort]) => sort.urgent).map(([kind]) => kind as EventKind);
  expect(urgent).toEqual([
    "drift.unenforced",
    "drift.verified",
    "heartbeat.silent",
    "incident.opened",
    "override.broke_glass",
    "override.unratified",
    "response.overdue",
    "review.escalated",
    "review.waiting",
  ]);
  expect(sortOf("constructor")).toBeNull();
});

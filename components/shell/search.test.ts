import { describe, expect, test } from "vitest";
import { z } from "zod";
import { flag, instant, oneOf, search, someOf, word, words } from "./search";

const address = search(
  z.object({
    agent: words,
    verdict: someOf(["allow", "block"]),
    range: oneOf(["1h", "24h"], "24h"),
    open: flag,
    d: word,
    from: instant,
  }),
);

describe("state in the address", () => {
  test("what is usual is left out, and what is written is read back the same", () => {
    expect(address.query(address.parse({}))).toBe("");
    const state = {
      agent: ["refund-bot", "a&b=c"],
      verdict: ["block" as const],
      range: "1h" as const,
      open: true,
      d: "dec_1",
      from: "2026-11-22T10:00:00Z",
    };
    const query = address.query(state);
    expect(query).toContain("agent=refund-bot,a%26b%3Dc");
    expect(address.parse(new URLSearchParams(query))).toEqual(state);
  });

  test("an address that cannot be read opens the page as if it said nothing", () => {
    expect(address.parse({ range: "9y", verdict: "perhaps,allow", open: "x", from: "yesterday", d: "" })).toEqual({
      agent: [],
      verdict: ["allow"],
      range: "24h",
      open: false,
      d: undefined,
      from: undefined,
    });
  });

  test("a parameter given twice counts as several words", () => {
    expect(address.parse({ agent: ["a", "b,a"] }).agent).toEqual(["a", "b"]);
  });
});

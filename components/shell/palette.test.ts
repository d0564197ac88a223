import { describe, expect, test } from "vitest";
import { isWithin, NAV_ENTRIES } from "./nav";
import { entryOfId } from "./palette";
import { parseTheme, themeAttribute } from "./theme";

describe("finding the way", () => {
  test("a pasted id or ledger number leads to the thing itself, words do not", () => {
    expect(entryOfId(" dec_8Kq2vX ")?.href).toBe("/decisions?d=dec_8Kq2vX");
    expect(entryOfId("#18,403")?.href).toBe("/ledger?entry=18403");
    expect(entryOfId("dec_")).toBeNull();
    expect(entryOfId("decisions")).toBeNull();
  });

  test("an id cannot smuggle anything into the address", () => {
    expect(entryOfId("dec_a&x=//evil")?.href).toBe("/decisions?d=dec_a%26x%3D%2F%2Fevil");
  });

  test("every part of the console has a letter of its own, and only one entry is current", () => {
    expect(new Set(NAV_ENTRIES.map((entry) => entry.letter)).size).toBe(NAV_ENTRIES.length);
    const current = NAV_ENTRIES.filter((entry) => isWithin("/pacts/refunds/versions", entry.href));
    expect(current.map((entry) => entry.key)).toEqual(["pacts"]);
  });

  test("an unknown theme is the system's", () => {
    expect(parseTheme("neon")).toBe("system");
    expect(themeAttribute("system")).toBeUndefined();
    expect(themeAttribute(parseTheme("dark"))).toBe("dark");
  });
});

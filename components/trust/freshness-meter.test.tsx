import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { FreshnessMeter, freshnessState } from "./freshness-meter";

const DAY = 86_400;

describe("freshness", () => {
  test("evidence is stale from the very instant its age is the window", () => {
    expect(freshnessState(7 * DAY - 1, 7 * DAY)).toBe("expiring");
    expect(freshnessState(7 * DAY, 7 * DAY)).toBe("stale");
  });

  test("the last fifth of the window is expiring, and no evidence is missing", () => {
    expect(freshnessState(483_840 - 1, 7 * DAY)).toBe("fresh");
    expect(freshnessState(483_840, 7 * DAY)).toBe("expiring");
    expect(freshnessState(null, 7 * DAY)).toBe("missing");
  });

  test("the meter always carries its words", () => {
    const markup = renderToStaticMarkup(
      <FreshnessMeter observedAt="2026-11-10T00:00:00Z" staleAt="2026-11-17T00:00:00Z" now="2026-11-19T00:00:00Z" />,
    );
    expect(markup.replaceAll("\u00a0", " ")).toContain("9 d of 7 d, stale");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinObservations, type Observed, type Permit, SLACK_MS } from "./observation.ts";

const MINUTE = 60_000;
const permit = (decision: string, from: number, more: Partial<Permit> = {}): Permit => ({
  decision,
  agent: "bot",
  action: "pay",
  from,
  until: from + 5 * MINUTE,
  ...more,
});
const seen = (at: number, more: Partial<Observed> = {}): Observed => ({ agent: "bot", action: "pay", at, ...more });
const none = new Map();
const decisions = (all: Observed[], permits: Permit[]) =>
  joinObservations(all, none, permits).map((one) => ("decision" in one ? one.decision : null));

describe("traffic without a decision's id", () => {
  it("is joined to a permit of the same agent and action, within its time and the clocks' slack", () => {
    const one = [permit("d", 0)];
    expect(decisions([seen(MINUTE)], one)).toEqual(["d"]);
    expect(decisions([seen(-SLACK_MS)], one)).toEqual(["d"]);
    expect(decisions([seen(-SLACK_MS - 1)], one)).toEqual([null]);
    expect(decisions([seen(5 * MINUTE + SLACK_MS)], one)).toEqual(["d"]);
    expect(decisions([seen(5 * MINUTE + SLACK_MS + 1)], one)).toEqual([null]);
    expect(decisions([seen(0, { agent: "other" })], one)).toEqual([null]);
    expect(decisions([seen(0, { action: "other" })], one)).toEqual([null]);
  });

  it("one permit stands for one observation", () => {
    expect(decisions([seen(0), seen(1)], [permit("d", 0)])).toEqual(["d", null]);
    expect(decisions([seen(1), seen(0)], [permit("d", 0), permit("e", 0)]).sort()).toEqual(["d", "e"]);
  });

  it("takes the permit of its own resource, and leaves those to observations that name one", () => {
    const permits = [permit("a", 0, { resource: { id: "1" } }), permit("b", 0, { resource: { id: "2" } })];
    expect(decisions([seen(0), seen(0, { resource: { id: "1" } })], permits)).toEqual(["b", "a"]);
    expect(decisions([seen(0, { resource: { id: "3" } })], permits)).toEqual([null]);
  });

  it("leaves none without a permit that could have one", () => {
    const at = fc.integer({ min: 0, max: 40 }).map((minute) => minute * MINUTE);
    fc.assert(
      fc.property(fc.array(at, { maxLength: 6 }), fc.array(at, { maxLength: 6 }), (times, starts) => {
        const permits = starts.map((from, i) => permit(`d${i}`, from));
        const found = decisions(
          times.map((time) => seen(time)),
          permits,
        ).filter((one) => one !== null);
        expect(found.length).toBe(most(times, permits, 0));
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});

/** The most that can be joined, by trying everything. */
function most(times: number[], permits: Permit[], i: number): number {
  const [time] = times.slice(i, i + 1);
  if (time === undefined) return 0;
  const fits = (p: Permit) => time >= p.from - SLACK_MS && time <= p.until + SLACK_MS;
  return Math.max(
    most(times, permits, i + 1),
    ...permits.map((p, k) => (fits(p) ? 1 + most(times, [...permits.slice(0, k), ...permits.slice(k + 1)], i + 1) : 0)),
  );
}

describe("traffic that names a decision", () => {
  const about = { agent: "bot", action: "pay" };
  const named = new Map([
    ["given", { ...about, verdict: "allow", permit: permit("given", 0) }],
    ["blocked", { ...about, verdict: "block", permit: null }],
  ]);
  const says = (one: Observed) => joinObservations([one], named, [permit("free", 0)])[0];

  it("is joined to it within its permit", () => {
    expect(says(seen(MINUTE, { decision: "given" }))).toEqual({ decision: "given" });
  });

  it.each([
    ["an unknown one", seen(0, { decision: "x" }), "no decision here"],
    ["one that said no", seen(0, { decision: "blocked" }), "although blocked said block"],
    ["one about something else", seen(0, { decision: "given", action: "other" }), "is about pay by bot"],
    ["one whose permit was over", seen(7 * MINUTE, { decision: "given" }), "outside the permit"],
  ])("is ungoverned where it names %s, whatever else was permitted", (_, one, words) => {
    expect(says(one)).toEqual({ ungoverned: expect.stringContaining(words) });
  });

  it("leaves no permit for others that it stands for", () => {
    const all = [seen(0), seen(0, { decision: "given" })];
    expect(joinObservations(all, named, [permit("given", 0)])[0]).toHaveProperty("ungoverned");
  });
});

import { z } from "zod";
import { flag, instant, oneOf, search, someOf, word, words } from "@/components/shell/search";
import type { Verdict } from "@/lib/domain/decision";

/** What the address of the decisions page holds. */

/** The strictest first. */
export const VERDICTS = ["block", "review", "degrade", "allow"] as const;
export const RANGES = ["1h", "24h", "7d", "30d"] as const;
export type Range = (typeof RANGES)[number];
const HOUR = 3_600_000;
const RANGE_MS: Record<Range, number> = { "1h": HOUR, "24h": 24 * HOUR, "7d": 168 * HOUR, "30d": 720 * HOUR };
export const RANGE_NAMES: Record<Range, string> = { "1h": "1 h", "24h": "24 h", "7d": "7 d", "30d": "30 d" };

export const decisionSearch = search(
  z.object({
    agent: words,
    verdict: someOf(VERDICTS),
    trigger: words,
    /** `pact/key`, or `key` of any pact. */
    clause: words,
    pact: word,
    workflow: word,
    permitted: z.enum(["true", "false"]).optional().catch(undefined),
    ungoverned: flag,
    range: oneOf(RANGES, "24h"),
    /** A stretch of time of one's own, which overrules `range`. RFC 3339. */
    from: instant,
    to: instant,
    /** The decision that is looked at. */
    d: word,
  }),
);

export type DecisionSearch = ReturnType<typeof decisionSearch.parse>;
/** All of it but what is looked at: what the list is of. */
export type DecisionView = Omit<DecisionSearch, "d">;

export const viewOf = ({ d: _, ...view }: DecisionSearch): DecisionView => view;

/** The stretch of time that a view shows, ms; `live` where it ends now. */
export function windowOf(view: DecisionView, now: number): { from: number; to: number; live: boolean } {
  if (view.from && view.to && Date.parse(view.from) < Date.parse(view.to))
    return { from: Date.parse(view.from), to: Date.parse(view.to), live: false };
  return { from: now - RANGE_MS[view.range], to: now, live: true };
}

const some = <T>(values: T[]): T[] | undefined => (values.length > 0 ? values : undefined);

/** The view as the read models want it. @param now ms */
export function filterOf(view: DecisionView, now: number) {
  const { from, to, live } = windowOf(view, now);
  return {
    agent: some(view.agent),
    verdict: some<Verdict>(view.verdict),
    trigger: some(view.trigger),
    clause: some(view.clause),
    pact: view.pact,
    workflow: view.workflow,
    permitted: view.permitted === undefined ? undefined : view.permitted === "true",
    governed: view.ungoverned ? false : undefined,
    from,
    to: live ? undefined : to,
  };
}

/** The same for `GET /api/v1/decisions`. */
export function apiQuery(view: DecisionView, now: number): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filterOf(view, now))) {
    if (value === undefined) continue;
    const text = name === "from" || name === "to" ? new Date(value as number).toISOString() : String(value);
    query.set(name, text);
  }
  return query;
}

/** A view without filters, keeping its stretch of time. */
export const everything = ({ range, from, to }: DecisionView): DecisionView => ({
  ...viewOf(decisionSearch.parse({})),
  range,
  from,
  to,
});

export const hasFilters = (view: DecisionView): boolean =>
  decisionSearch.query(everything(view)) !== decisionSearch.query(view);

/** The named views: addresses, nothing more. */
export const SAVED_VIEWS: readonly { label: string; of(view: DecisionView): DecisionView }[] = [
  { label: "Everything", of: everything },
  { label: "Not permitted", of: (view) => ({ ...everything(view), permitted: "false" }) },
  { label: "Held for review", of: (view) => ({ ...everything(view), verdict: ["review"] }) },
  { label: "Ungoverned", of: (view) => ({ ...everything(view), ungoverned: true }) },
];

export const addressOf = (view: DecisionView, d?: string): string =>
  `/decisions${decisionSearch.query({ ...view, d })}`;

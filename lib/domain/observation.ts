/** Observations: what ran, as somebody else than the agent saw it; joined to the decisions that permitted it. */
import { canonicalJson } from "./canonical.ts";

export interface Observed {
  agent: string;
  action: string;
  /** ms */
  at: number;
  resource?: unknown;
  /** The decision that the observer names. */
  decision?: string;
}

/** A decision's leave to act: within `[from, until]`, ms. */
export interface Permit {
  decision: string;
  agent: string;
  action: string;
  resource?: unknown;
  from: number;
  until: number;
}

/** A decision that was named: with its permit, or the verdict that gave none. */
export interface NamedDecision {
  agent: string;
  action: string;
  permit: Permit | null;
  verdict: string;
}

export type Joined = { decision: string } | { ungoverned: string };

/** How far the observer's clock and ours may be apart, ms. */
export const SLACK_MS = 60_000;

const inTime = (permit: Permit, at: number) => at >= permit.from - SLACK_MS && at <= permit.until + SLACK_MS;
const iso = (ms: number) => new Date(ms).toISOString();

function joinNamed(observed: Observed, id: string, named: NamedDecision | undefined): Joined {
  if (!named) return { ungoverned: `It names ${id}, which is no decision here.` };
  if (named.agent !== observed.agent || named.action !== observed.action)
    return { ungoverned: `It names ${id}, which is about ${named.action} by ${named.agent}.` };
  const { permit } = named;
  if (!permit) return { ungoverned: `It ran although ${id} said ${named.verdict}.` };
  if (inTime(permit, observed.at)) return { decision: id };
  return { ungoverned: `It ran outside the permit of ${id}, from ${iso(permit.from)} to ${iso(permit.until)}.` };
}

const group = (one: { agent: string; action: string }) => `${one.agent}\n${one.action}`;
const same = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/**
 * Joins traffic that names no decision: a permit of the same agent and action, and the same resource where one was seen,
 * stands for one observation. Each takes the permit that ends first, which leaves as few as can be without one (earliest
 * deadline first); those with a resource choose before those that any would do for.
 */
function joinTraffic(
  traffic: { observed: Observed; index: number }[],
  permits: readonly Permit[],
): Map<number, string> {
  const free = new Map<string, Permit[]>();
  for (const permit of [...permits].sort((a, b) => a.until - b.until)) {
    const known = free.get(group(permit));
    if (known) known.push(permit);
    else free.set(group(permit), [permit]);
  }
  const joined = new Map<number, string>();
  const precise = (one: { observed: Observed }) => Number(one.observed.resource === undefined);
  const order = [...traffic].sort((a, b) => precise(a) - precise(b) || a.observed.at - b.observed.at);
  for (const { observed, index } of order) {
    const own = free.get(group(observed)) ?? [];
    const fits = (permit: Permit) =>
      inTime(permit, observed.at) && (observed.resource === undefined || same(permit.resource, observed.resource));
    const found = own.findIndex(fits);
    const [permit] = found < 0 ? [] : own.splice(found, 1);
    if (permit) joined.set(index, permit.decision);
  }
  return joined;
}

/**
 * Joins observations to decisions; what none permitted is ungoverned, with why.
 * @param named the decisions that the observations name, by id
 * @param permits of decisions that no observation stands for yet
 */
export function joinObservations(
  all: readonly Observed[],
  named: ReadonlyMap<string, NamedDecision>,
  permits: readonly Permit[],
): Joined[] {
  const byName = all.map((one) => (one.decision ? joinNamed(one, one.decision, named.get(one.decision)) : null));
  const taken = new Set(byName.flatMap((one) => (one && "decision" in one ? [one.decision] : [])));
  const traffic = all.flatMap((observed, index) => (observed.decision ? [] : [{ observed, index }]));
  const joined = joinTraffic(
    traffic,
    permits.filter((permit) => !taken.has(permit.decision)),
  );
  return all.map((observed, index) => {
    const decision = joined.get(index);
    return (
      byName[index] ??
      (decision
        ? { decision }
        : { ungoverned: `No decision permitted ${observed.action} by ${observed.agent} at ${iso(observed.at)}.` })
    );
  });
}

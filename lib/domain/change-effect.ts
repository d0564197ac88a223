/** What a grant or an override would change: recent requests decided again, once without it and once with it. */
import { decide } from "./decide.ts";
import type { Answer, DecisionRequest, Verdict } from "./decision.ts";
import { type Money, moneyOf, totalMoney } from "./exposure.ts";
import { bindOverride } from "./override.ts";
import type { AgentSnapshot, Snapshot } from "./snapshot.ts";
import type { GrantState, OverrideState } from "./state.ts";

export interface ChangeEffect {
  /** Requests that were decided again. */
  replayed: number;
  /** Of them: permitted without it, and with it. */
  permittedNow: number;
  permittedThen: number;
  /** Whose verdict would differ, and from which to which, the most frequent first. */
  changed: number;
  flips: { from: Verdict; to: Verdict; count: number }[];
  /** Of those that it alone would permit. */
  money: Money[];
}

const withAgent = (
  snapshot: Snapshot,
  slug: string,
  change: (own: AgentSnapshot) => Partial<AgentSnapshot>,
): Snapshot => {
  const own = snapshot.agents.get(slug);
  return own ? { ...snapshot, agents: new Map(snapshot.agents).set(slug, { ...own, ...change(own) }) } : snapshot;
};

/** The snapshot as it would be with one more grant. */
function granting(snapshot: Snapshot, grant: GrantState): Snapshot {
  const grants = new Map(snapshot.grants).set(grant.agent, [...(snapshot.grants.get(grant.agent) ?? []), grant]);
  return withAgent({ ...snapshot, grants }, grant.agent, (own) => ({ grants: [...own.grants, grant] }));
}

/** The pact that answered, for its facts' units. */
function documentOf(snapshot: Snapshot, agent: string, { pacts }: Answer) {
  const book = snapshot.agents.get(agent)?.book.pacts ?? [];
  return book.find(({ pact }) => pacts.some((one) => one.pact === pact))?.program.document ?? null;
}

/**
 * Decides recent requests of the agent again, today, with and without the grant.
 * @param now ms
 */
export function grantEffect(
  snapshot: Snapshot,
  grant: GrantState,
  requests: readonly DecisionRequest[],
  now: number,
): ChangeEffect {
  return effectOf([snapshot, granting(snapshot, grant)], requests, now);
}

/**
 * Decides recent requests of the agent again, today, with and without an override that has not ended, as if it held and none of its uses
 * were spent: each request by itself.
 * @param now ms
 */
export function overrideEffect(
  snapshot: Snapshot,
  override: OverrideState,
  requests: readonly DecisionRequest[],
  now: number,
): ChangeEffect {
  const holding = bindOverride({ ...override, startsAt: now, used: 0 });
  const others = (own: AgentSnapshot) => own.overrides.filter(({ state }) => state.id !== override.id);
  const without = withAgent(snapshot, override.agent, (own) => ({ overrides: others(own) }));
  const holds = withAgent(snapshot, override.agent, (own) => ({ overrides: [holding, ...others(own)] }));
  return effectOf([without, holds], requests, now);
}

function effectOf(
  [without, holding]: [Snapshot, Snapshot],
  requests: readonly DecisionRequest[],
  now: number,
): ChangeEffect {
  const effect = { replayed: requests.length, permittedNow: 0, permittedThen: 0, changed: 0 };
  const flips = new Map<string, ChangeEffect["flips"][number]>();
  const money: (Money | null)[] = [];
  for (const request of requests) {
    const [before, after] = [decide(without, request, now), decide(holding, request, now)];
    if (before.permitted) effect.permittedNow++;
    if (after.permitted) effect.permittedThen++;
    if (after.permitted && !before.permitted) money.push(moneyOf(documentOf(holding, request.agent, after), request));
    if (before.verdict === after.verdict) continue;
    effect.changed++;
    const { verdict: from } = before;
    const flip = flips.get(`${from} ${after.verdict}`) ?? { from, to: after.verdict, count: 0 };
    flips.set(`${from} ${after.verdict}`, { ...flip, count: flip.count + 1 });
  }
  return { ...effect, flips: [...flips.values()].sort((a, b) => b.count - a.count), money: totalMoney(money) };
}

/** What a grant would change: recent requests decided again, once as things stand and once with it. */
import { decide } from "./decide.ts";
import type { Answer, DecisionRequest, Verdict } from "./decision.ts";
import { type Money, moneyOf, totalMoney } from "./exposure.ts";
import type { Snapshot } from "./snapshot.ts";
import type { GrantState } from "./state.ts";

export interface GrantEffect {
  /** Requests that were decided again. */
  replayed: number;
  /** Of them: permitted as things stand, and with the grant. */
  permittedNow: number;
  permittedThen: number;
  /** Whose verdict would differ, and from which to which, the most frequent first. */
  changed: number;
  flips: { from: Verdict; to: Verdict; count: number }[];
  /** Of those that only the grant would permit. */
  money: Money[];
}

/** The snapshot as it would be with one more grant. */
function granting(snapshot: Snapshot, grant: GrantState): Snapshot {
  const own = snapshot.agents.get(grant.agent);
  const grants = new Map(snapshot.grants).set(grant.agent, [...(snapshot.grants.get(grant.agent) ?? []), grant]);
  if (!own) return { ...snapshot, grants };
  return {
    ...snapshot,
    grants,
    agents: new Map(snapshot.agents).set(grant.agent, { ...own, grants: [...own.grants, grant] }),
  };
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
): GrantEffect {
  const then = granting(snapshot, grant);
  const effect = { replayed: requests.length, permittedNow: 0, permittedThen: 0, changed: 0 };
  const flips = new Map<string, GrantEffect["flips"][number]>();
  const money: (Money | null)[] = [];
  for (const request of requests) {
    const [before, after] = [decide(snapshot, request, now), decide(then, request, now)];
    if (before.permitted) effect.permittedNow++;
    if (after.permitted) effect.permittedThen++;
    if (after.permitted && !before.permitted) money.push(moneyOf(documentOf(snapshot, request.agent, after), request));
    if (before.verdict === after.verdict) continue;
    effect.changed++;
    const { verdict: from } = before;
    const flip = flips.get(`${from} ${after.verdict}`) ?? { from, to: after.verdict, count: 0 };
    flips.set(`${from} ${after.verdict}`, { ...flip, count: flip.count + 1 });
  }
  return { ...effect, flips: [...flips.values()].sort((a, b) => b.count - a.count), money: totalMoney(money) };
}

/** How an agent's authority under one pact shifted over time, and why. */
import { cappingGrant, minAuthority } from "./authority.ts";
import { type AuthorityFacts, type CapSpan, capSpans } from "./authority-caps.ts";
import { overrideNames, overrideWhole } from "./override.ts";
import type { Authority } from "./state.ts";

export type { AuthorityFacts } from "./authority-caps.ts";

export interface AuthorityShift {
  at: number;
  authority: Authority;
  /** What came and what went, in words. */
  cause: string;
}

/** What bore on the authority at one instant, by key. */
interface Moment {
  authority: Authority;
  /** In force. */
  caps: Map<string, CapSpan>;
  /** Taken away by an override, whose reason this is. */
  waived: Map<string, { span: CapSpan; reason: string }>;
}

type Span = { from: number; until: number };
const holds = ({ from, until }: Span, at: number) => from <= at && at < until;

/** Each shift in `[from, to)`, the oldest first; the first one says how it began. @param pact its slug */
export function authorityHistory(facts: AuthorityFacts, pact: string, from: number, to: number): AuthorityShift[] {
  const spans = capSpans(facts, from, to);
  const shifts: AuthorityShift[] = [];
  let before: Moment | null = null;
  for (const at of instants(facts, spans, from, to)) {
    const now = momentAt(facts, spans, pact, at);
    if (shifts.at(-1)?.authority !== now.authority)
      shifts.push({ at, authority: now.authority, cause: before ? causeOf(before, now) : beginning(now) });
    before = now;
  }
  return shifts;
}

/** Every instant at which something came or went. */
function instants(
  { grants, overrides }: AuthorityFacts,
  spans: readonly CapSpan[],
  from: number,
  to: number,
): number[] {
  const all = new Set<number>([from]);
  const add = (...at: (number | null)[]) => {
    for (const one of at) if (one !== null && one > from && one < to) all.add(one);
  };
  for (const span of spans) add(span.from, span.until);
  for (const grant of grants) add(grant.since, grant.until);
  for (const override of overrides) add(override.from, override.to);
  return [...all].sort((a, b) => a - b);
}

function momentAt(facts: AuthorityFacts, spans: readonly CapSpan[], pact: string, at: number): Moment {
  const caps = new Map<string, CapSpan>();
  const waived: Moment["waived"] = new Map();
  for (const span of spans) {
    if (!holds(span, at)) continue;
    const { of } = span;
    const override = facts.overrides.find(
      ({ state, from, to }) =>
        of &&
        holds({ from, until: to }, at) &&
        overrideNames(state, pact, of.clause, of.trigger) &&
        overrideWhole(state, of.actions),
    );
    if (override) waived.set(span.key, { span, reason: override.state.reason });
    else caps.set(span.key, span);
  }
  const grant = cappingGrant(facts.grants, facts.workflow, at);
  if (grant) {
    const says = `Granted ${grant.level}: ${grant.reason}`;
    caps.set(grant.id, { key: grant.id, authority: grant.level, says, of: null, from: at, until: at });
  }
  const authority = [...caps.values()].reduce<Authority>((least, cap) => minAuthority(least, cap.authority), "full");
  return { authority, caps, waived };
}

const overridden = ({ span, reason }: { span: CapSpan; reason: string }) => `overridden: ${span.says} (${reason})`;

function beginning({ caps, waived }: Moment): string {
  const says = [...[...caps.values()].map((cap) => cap.says), ...[...waived.values()].map(overridden)];
  return says.length > 0 ? says.join("; ") : "Every clause was met.";
}

function causeOf(before: Moment, after: Moment): string {
  const came = [...after.caps.values()]
    .filter(({ key }) => !before.caps.has(key))
    .map(({ key, says }) => (before.waived.has(key) ? `its override is over: ${says}` : says));
  const went = [...before.caps.values()]
    .filter(({ key }) => !after.caps.has(key))
    .map(({ key, says, lifted }) => {
      const set = after.waived.get(key);
      return set ? overridden(set) : `over: ${says}${lifted ? ` (${lifted})` : ""}`;
    });
  return [...came, ...went].join("; ");
}

/** How an agent's authority under one pact shifted over time, and why: from what is stored, as `effective` has it now. */
import { capOf, grantActive, minAuthority } from "./authority.ts";
import { durationMs } from "./duration.ts";
import { latchConsequence } from "./latch.ts";
import { type Clause, type ConsequenceKind, LEVELS, type Level, type PactDocument } from "./pact.ts";
import type { Authority, GrantState, Latch } from "./state.ts";

/** Everything that bore on the authority of one agent under one pact. Instants in ms; `to` null: still so. */
export interface AuthorityFacts {
  workflow: string;
  versions: readonly { document: PactDocument; from: number; to: number | null }[];
  releases: readonly { release: string; since: number }[];
  /** Records that renewed a window, in any order. */
  proofs: readonly { clause: string; release: string; observedAt: number; recordedAt: number }[];
  latches: readonly (Latch & { liftedAt: number | null })[];
  incidents: readonly { severity: Level; title: string; from: number; to: number | null }[];
  grants: readonly GrantState[];
}

export interface AuthorityShift {
  at: number;
  authority: Authority;
  /** What came and what went, in words. */
  cause: string;
}

interface Cap {
  key: string;
  authority: Authority;
  says: string;
}

const within = (at: number, from: number, to: number | null) => from <= at && (to === null || at < to);

/** Each shift in `[from, to]`, the oldest first; the first one says how it began. Overrides lift nothing here. */
export function authorityHistory(facts: AuthorityFacts, from: number, to: number): AuthorityShift[] {
  const shifts: AuthorityShift[] = [];
  let before = new Map<string, Cap>();
  for (const at of instants(facts, from, to)) {
    const caps = new Map(capsAt(facts, at).map((cap) => [cap.key, cap]));
    const authority = [...caps.values()].reduce<Authority>((least, cap) => minAuthority(least, cap.authority), "full");
    if (shifts.at(-1)?.authority !== authority) {
      shifts.push({ at, authority, cause: causeOf(before, caps, shifts.length === 0) });
    }
    before = caps;
  }
  return shifts;
}

function causeOf(before: Map<string, Cap>, after: Map<string, Cap>, first: boolean): string {
  const came = [...after.values()].filter(({ key }) => !before.has(key)).map(({ says }) => says);
  if (first) return came.length > 0 ? came.join("; ") : "Every clause was met.";
  const went = [...before.values()].filter(({ key }) => !after.has(key)).map(({ says }) => `over: ${says}`);
  return [...came, ...went].join("; ");
}

/** Every instant at which something came or went. */
function instants(facts: AuthorityFacts, from: number, to: number): number[] {
  const all = new Set<number>([from]);
  const add = (...at: (number | null)[]) => {
    for (const one of at) if (one !== null && one > from && one <= to) all.add(one);
  };
  for (const version of facts.versions) add(version.from, version.to);
  for (const { since } of facts.releases) add(since);
  for (const latch of facts.latches) add(latch.verifiedAt, latch.liftedAt);
  for (const incident of facts.incidents) add(incident.from, incident.to);
  for (const grant of facts.grants) add(grant.since, grant.until);
  const windows = new Map(
    facts.versions.flatMap(({ document }) =>
      document.clauses.flatMap(({ key, evidence }) =>
        evidence ? [[key, durationMs(evidence.freshness)] as const] : [],
      ),
    ),
  );
  for (const { clause, observedAt, recordedAt } of facts.proofs)
    add(recordedAt, observedAt + (windows.get(clause) ?? 0));
  return [...all].sort((a, b) => a - b);
}

function capsAt(facts: AuthorityFacts, at: number): Cap[] {
  const caps: Cap[] = [];
  const cap = (key: string, does: ConsequenceKind, says: string) => {
    if (does !== "settle") caps.push({ key, authority: capOf(does), says });
  };
  const version = facts.versions.find((one) => within(at, one.from, one.to));
  const release = facts.releases.findLast(({ since }) => since <= at)?.release ?? "";
  for (const clause of version?.document.clauses ?? []) {
    freshnessCap(facts, clause, release, at, cap);
    for (const latch of facts.latches) {
      const binds = latch.clause === clause.key && (latch.release === "" || latch.release === release);
      if (!binds || !within(at, latch.verifiedAt, latch.liftedAt)) continue;
      const does = latchConsequence(latch, clause, version?.document as PactDocument).do;
      cap(latch.id, does, `${clause.title}: ${latch.trigger}, ${latch.says}`);
    }
    const { incident } = clause.on;
    for (const one of incident ? facts.incidents : []) {
      if (!incident || !within(at, one.from, one.to)) continue;
      if (LEVELS.indexOf(one.severity) >= LEVELS.indexOf(incident.atLeast))
        cap(`${clause.key} ${one.title} ${one.from}`, incident.do, `Incident: ${one.title}`);
    }
  }
  for (const grant of facts.grants) {
    const here = grant.workflow === null || grant.workflow === facts.workflow;
    if (!here || !grantActive(grant, at) || isReplaced(facts.grants, grant, at)) continue;
    if (grant.level !== "full")
      caps.push({ key: grant.id, authority: grant.level, says: `Granted ${grant.level}: ${grant.reason}` });
  }
  return caps;
}

/** Of one scope the newest grant rules. */
function isReplaced(grants: readonly GrantState[], grant: GrantState, at: number): boolean {
  return grants.some((one) => one.workflow === grant.workflow && one.since > grant.since && grantActive(one, at));
}

function freshnessCap(
  { proofs }: AuthorityFacts,
  { key, title, evidence, on }: Clause,
  release: string,
  at: number,
  cap: (key: string, does: ConsequenceKind, says: string) => void,
): void {
  if (!evidence) return;
  let newest = Number.NEGATIVE_INFINITY;
  for (const proof of proofs) {
    if (proof.clause !== key || proof.recordedAt > at || (evidence.perRelease && proof.release !== release)) continue;
    newest = Math.max(newest, proof.observedAt);
  }
  if (newest === Number.NEGATIVE_INFINITY) {
    const of = evidence.perRelease ? ` for release ${release}` : "";
    cap(`${key} missing`, on.missing?.do ?? "block", `${title}: no evidence${of}`);
  } else if (at >= newest + durationMs(evidence.freshness)) {
    cap(`${key} stale`, on.stale?.do ?? "block", `${title}: its evidence went stale`);
  }
}

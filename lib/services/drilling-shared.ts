import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { type DrillRecord, provenBy, strengthOf } from "@/lib/domain/drill";
import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { AskedBefore } from "@/lib/domain/what-if";
import { runtime } from "@/lib/runtime/runtime";
import { askTwin, type Patience, type Twin } from "./drills/shared-twin";
import { recordEvidence } from "./evidence/record";

/** What drills of pacts and of metrics share: how twins are proven, and asked before and after. */
export interface DrillRun {
  drill: Actor;
  requests: readonly AskedBefore[];
  patience: Patience;
}

/** What was asked with, and answered, before and after. */
export interface Seen {
  request: DecisionRequest;
  before: Answer;
  after: Answer;
}

/** A record of a twin. */
export type Told = DrillRecord & { agent: string; pact: string };

const AT_ONCE = 1000;
/** The pacts that a twin is bound to: all that its agent is. */
export async function boundTo(organisationId: string, twin: Twin | undefined): Promise<PactDocument[]> {
  const snapshot = await runtime().snapshots.get(organisationId);
  const pacts = twin ? (snapshot.twins.get(twin.slug)?.book.pacts ?? []) : [];
  return pacts.map(({ program }) => program.document);
}

/** What proves every clause of a twin's pacts this moment. */
export function provenTwin({ slug: agent }: Twin, pacts: readonly PactDocument[]): Told[] {
  const now = runtime().clock.now();
  return pacts.flatMap(({ pact, clauses }) =>
    clauses.flatMap((clause) => provenBy(clause, now).map((record) => ({ ...record, agent, pact }))),
  );
}

/** Sends records of a drill. @returns the revision from which they are decided on */
export async function prove({ drill }: DrillRun, records: readonly Told[]): Promise<number | null> {
  let revision: number | null = null;
  for (let at = 0; at < records.length; at += AT_ONCE) {
    const part = records.slice(at, at + AT_ONCE).map(({ observedAt, ...record }) => ({
      ...record,
      observedAt: new Date(observedAt).toISOString(),
      attributes: { drill: drill.id },
    }));
    revision = (await recordEvidence(drill, part)).revision;
  }
  return revision;
}

/** Requests that are let pass as things are, the freest first. */
export const letPass = (candidates: readonly DecisionRequest[], answers: readonly Answer[]) =>
  candidates
    .flatMap((request, at) => {
      const before = answers[at] as Answer;
      return before.permitted ? [{ request, before }] : [];
    })
    .sort((a, b) => strengthOf(a.before) - strengthOf(b.before));

/** Asks with what was let pass before, and takes what shows the change best. @param rank the lower, the better it shows */
export async function askAgain(
  organisationId: string,
  twin: Twin,
  passing: readonly { request: DecisionRequest; before: Answer }[],
  rank: (seen: Seen) => number,
): Promise<Seen | null> {
  const answers = await askTwin(
    organisationId,
    twin,
    passing.map(({ request }) => request),
  );
  return best(
    passing.map((one, at) => ({ ...one, after: answers[at] as Answer })),
    rank,
  );
}

export const best = (all: readonly Seen[], rank: (seen: Seen) => number): Seen | null =>
  all.reduce<{ seen: Seen; rank: number } | null>((least, seen) => {
    const own = rank(seen);
    return least === null || own < least.rank ? { seen, rank: own } : least;
  }, null)?.seen ?? null;

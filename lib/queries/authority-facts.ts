import { type Carry, carries, countingFor } from "@/lib/db/carry";
import type { Tx } from "@/lib/db/client";
import { readLineEntries } from "@/lib/db/line-entries";
import { latchOf } from "@/lib/db/lines";
import type { AuthorityFacts } from "@/lib/domain/authority-caps";
import { evidenceHash } from "@/lib/domain/canonical";
import { lineRelease } from "@/lib/domain/evidence";
import type { Clause, Level, Mode, PactDocument, Trigger } from "@/lib/domain/pact";
import { replayLine } from "@/lib/domain/replay";
import type { WeightsPoint } from "@/lib/domain/score-course";
import type { Authority, OverrideState, Spending } from "@/lib/domain/state";

/** The agent, the pact and the workflow whose past is asked for. */
interface Own {
  organisationId: string;
  agent: string;
  pact: string;
}

/** More proofs, or more records of one line, are not read: what lies before them is then not told. */
const MOST = 20_000;
const ms = (at: Date | null) => at?.getTime() ?? null;

export interface AuthorityPast extends AuthorityFacts {
  /** ms; before it not everything is known. */
  knownFrom: number;
  /** Clauses whose scores are left out, for their many records. */
  leftOut: string[];
}

/** What bore on an agent's authority under one pact since `from` (ms). */
export async function authorityFacts(tx: Tx, own: Own & { workflow: string }, from: number): Promise<AuthorityPast> {
  const { workflow, ...key } = own;
  const { organisationId, agent } = key;
  const versions = await versionsOf(tx, key);
  const releases = await tx.agentRelease.findMany({ where: { organisationId, agent }, orderBy: { since: "asc" } });
  const proofs = await tx.evidence.findMany({
    where: { ...key, counts: true },
    select: { clause: true, release: true, evidenceHash: true, observedAt: true, recordedAt: true },
    orderBy: { seq: "desc" },
    take: MOST,
  });
  const known = releases.map(({ release, since }) => ({ release, since: since.getTime() }));
  const recent = versions.filter(({ to }) => to === null || to > from);
  const { scores, leftOut } = await scoresOf(tx, key, recent, known);
  const latches = await tx.latch.findMany({ where: key });
  const incidents = await tx.incident.findMany({ where: { organisationId, agent } });
  const budgeted = versions.some(({ document }) => document.overrides?.budget);
  const overrides = await overridesOf(tx, key, versions);
  return {
    ...{ workflow, versions, releases: known, scores, leftOut, overrides },
    knownFrom: proofs.length < MOST ? 0 : (proofs.at(-1)?.recordedAt.getTime() ?? 0),
    proofs: proofs
      .reverse()
      .map((row) => ({ ...row, observedAt: row.observedAt.getTime(), recordedAt: row.recordedAt.getTime() })),
    latches: latches.map((row) => ({
      ...latchOf(row),
      liftedAt: ms(row.liftedAt),
      liftReason: row.liftReason,
    })),
    incidents: incidents.map(({ severity, title, openedAt, resolvedAt }) => ({
      ...{ severity: severity as Level, title, from: openedAt.getTime(), to: ms(resolvedAt) },
    })),
    grants: await grantsOf(tx, key),
    caps: await capsOf(tx, key),
    spendings: budgeted ? overrides.flatMap(({ spent }) => spent ?? []) : [],
  };
}

type Version = AuthorityFacts["versions"][number];

async function versionsOf(tx: Tx, { organisationId, agent, pact }: Own): Promise<(Version & { version: number })[]> {
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, agent, pact, state: { in: ["live", "superseded"] } },
    orderBy: { version: "asc" },
  });
  const carried = await carries(tx, organisationId, pact);
  return rows.map(({ version, document, mode, liveAt, createdAt, supersededAt }) => {
    const written = document as unknown as PactDocument;
    return {
      ...{ version, document: written, mode: mode as Mode, hashes: hashesOf(written, carried) },
      ...{ from: (liveAt ?? createdAt).getTime(), to: ms(supersededAt) },
    };
  });
}

const hashesOf = (document: PactDocument, carried: readonly Carry[]) =>
  new Map(document.clauses.map((one) => [one.key, countingFor(carried, one.key, evidenceHash(document, one))]));

/** How the weights of clauses with a line for their score went, as a replay of their records gives them. */
async function scoresOf(
  tx: Tx,
  own: Own,
  versions: readonly Version[],
  releases: AuthorityFacts["releases"],
): Promise<{ scores: AuthorityFacts["scores"]; leftOut: string[] }> {
  const scores = new Map<string, AuthorityFacts["scores"][number]>();
  const leftOut = new Set<string>();
  for (const { document } of versions) {
    for (const clause of document.clauses.filter(({ score, evidence }) => score && evidence)) {
      const hash = evidenceHash(document, clause);
      for (const release of new Set(
        ["", ...releases.map((one) => one.release)].map((one) => lineRelease(clause, one)),
      )) {
        const name = JSON.stringify([clause.key, hash, release]);
        if (scores.has(name)) continue;
        const line = { agent: own.agent, pact: own.pact, clause: clause.key, evidenceHash: hash, release };
        const course = await weightsOf(tx, own.organisationId, line, { clause, document });
        if (course) scores.set(name, { clause: clause.key, release, evidenceHash: hash, course });
        else leftOut.add(clause.title);
      }
    }
  }
  return { scores: [...scores.values()], leftOut: [...leftOut] };
}

async function weightsOf(
  tx: Tx,
  organisationId: string,
  line: Parameters<typeof replayLine>[0],
  { clause, document }: { clause: Clause; document: PactDocument },
): Promise<WeightsPoint[] | null> {
  const { agent, pact, release, evidenceHash: hash } = line;
  const of = { organisationId, agent, pact, clause: clause.key, evidenceHash: hash };
  if ((await tx.evidence.count({ where: release === "" ? of : { ...of, release } })) > MOST) return null;
  const course: WeightsPoint[] = [];
  replayLine(line, await readLineEntries(tx, organisationId, line), clause, document, (record, { line: after }) => {
    if (course.at(-1)?.at === record.recordedAt) course.pop();
    course.push({ at: record.recordedAt, weights: after.weights });
  });
  return course;
}

/** Those that took effect, whatever became of them, each with when it held. */
async function overridesOf(
  tx: Tx,
  { organisationId, agent, pact }: Own,
  versions: readonly { version: number; to: number | null }[],
): Promise<(AuthorityFacts["overrides"][number] & { spent: Spending | null })[]> {
  const rows = await tx.override.findMany({
    where: { organisationId, agent, pact, decidedAt: { not: null }, state: { in: ["approved", "revoked", "stale"] } },
    include: { uses: { orderBy: { at: "asc" }, select: { at: true } } },
  });
  const revoked = await tx.ledgerEntry.findMany({
    where: { organisationId, kind: "override.revoked", subject: { in: rows.map(({ id }) => `override/${id}`) } },
    select: { subject: true, at: true },
  });
  const endedAt = new Map(revoked.map(({ subject, at }) => [subject, at.getTime()]));
  return rows.map((row) => {
    const [startsAt, endsAt] = [row.startsAt.getTime(), row.endsAt.getTime()];
    const { id, clause, actions, when, maxUses, used, reason, uses } = row;
    const triggers = row.triggers as Trigger[];
    const state: OverrideState = {
      id,
      agent,
      pact,
      clause,
      triggers,
      actions,
      when,
      maxUses,
      used,
      startsAt,
      endsAt,
      reason,
    };
    const usedUp = maxUses === null ? null : ms(uses[maxUses - 1]?.at ?? null);
    const replaced = row.state === "stale" ? versions.find(({ version }) => version === row.pactVersion)?.to : null;
    const ends = [endsAt, usedUp, replaced, endedAt.get(`override/${id}`)].filter((at) => at != null);
    const at = row.decidedAt?.getTime() ?? 0;
    const spent = clause === null ? null : { agent, pact, clause, at };
    return { state, from: Math.max(startsAt, at), to: Math.min(...ends), spent };
  });
}

async function grantsOf(tx: Tx, { organisationId, agent }: Own): Promise<AuthorityFacts["grants"]> {
  const rows = await tx.grant.findMany({
    where: { organisationId, agent, since: { not: null }, state: { in: ["active", "superseded", "fell_back"] } },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id, workflow, level, reason, since, endsAt: until, endedAt }) => {
    const ends = [ms(until), ms(endedAt)].filter((at) => at !== null);
    const over = ends.length > 0 ? Math.min(...ends) : null;
    return { id, agent, workflow, level: level as Authority, reason, since: ms(since) ?? 0, until: over };
  });
}

async function capsOf(tx: Tx, { organisationId, agent, pact }: Own): Promise<AuthorityFacts["caps"]> {
  const rows = await tx.metricResponse.findMany({
    where: {
      ...{ organisationId, kind: "cap" },
      AND: [{ OR: [{ agent }, { agent: null }] }, { OR: [{ pact }, { pact: null }] }],
    },
  });
  return rows.map(({ id, metric, agent: of, workflow, pact: under, level, since, says, liftedAt }) => ({
    ...{ id, metric, agent: of, workflow, pact: under, says, since: since.getTime(), until: ms(liftedAt) },
    level: level as Exclude<Authority, "full">,
  }));
}

/** What was so of a pact's clauses and its agent, and when: each a reading beside the others. */
import type { Consequence, Level } from "@/lib/domain/pact";
import type { ReportEvidence } from "@/lib/domain/report";
import type { Authority, GrantState, Latch } from "@/lib/domain/state";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Reading } from "./together";

const { sql } = Prisma;
const ms = (at: string | null) => (at === null ? null : Date.parse(at));

/** Something that was so from an instant until another, ms; `until` null: it still is. */
export interface Stretch {
  from: number;
  until: number | null;
}

interface Row {
  from: string;
  until: string | null;
}
const stretch = <R extends Row>(row: R): Omit<R, keyof Row> & Stretch => ({
  ...row,
  from: Date.parse(row.from),
  until: ms(row.until),
});

/** When a pact's first version came into force, ms; infinite: none has. */
export const firstLive = (organisationId: string, pact: string): Reading<number> => ({
  select: sql`SELECT min(live_at) AS at FROM pact_version WHERE organisation_id = ${organisationId} AND pact = ${pact}`,
  of: ([row]) => ms(row?.at ?? null) ?? Number.POSITIVE_INFINITY,
});

export type LatchStretch = Pick<Latch, "trigger" | "at" | "consequence"> & Stretch & { clause: string };

/** @param from what was over by then is left out, ms; so below */
export const latchStretches = (
  organisationId: string,
  { pact, agent }: { pact: string; agent: string },
  from: number,
): Reading<LatchStretch[]> => ({
  select: sql`SELECT clause, trigger, at, consequence, verified_at AS "from", lifted_at AS until FROM latch
    WHERE organisation_id = ${organisationId} AND pact = ${pact} AND agent = ${agent}
      AND (lifted_at IS NULL OR lifted_at >= ${new Date(from)})`,
  of: (
    rows: (Row & { clause: string; trigger: Latch["trigger"]; at: number | null; consequence: Consequence | null })[],
  ) =>
    rows.map(({ at, consequence, ...row }) => ({
      ...stretch(row),
      at: at ?? undefined,
      consequence: consequence ?? undefined,
    })),
});

/** Overrides that people approved, whether they were used or not. */
export const overrideStretches = (
  organisationId: string,
  { pact, agent }: { pact: string; agent: string },
  from: number,
): Reading<(Stretch & { clause: string | null })[]> => ({
  select: sql`SELECT clause, starts_at AS "from", ends_at AS until FROM "override"
    WHERE organisation_id = ${organisationId} AND pact = ${pact} AND agent = ${agent} AND state = 'approved'
      AND ends_at >= ${new Date(from)}`,
  of: (rows: (Row & { clause: string | null })[]) => rows.map(stretch),
});

export const incidentStretches = (
  organisationId: string,
  agent: string,
  from: number,
): Reading<(Stretch & { severity: Level })[]> => ({
  select: sql`SELECT severity, opened_at AS "from", resolved_at AS until FROM incident
    WHERE organisation_id = ${organisationId} AND agent = ${agent}
      AND (resolved_at IS NULL OR resolved_at >= ${new Date(from)})`,
  of: (rows: (Row & { severity: Level })[]) => rows.map(stretch),
});

/** Grants that were ever in force. */
export const pastGrants = (organisationId: string, agent: string): Reading<GrantState[]> => ({
  select: sql`SELECT id, workflow, reason, level, since AS "from", coalesce(ended_at, ends_at) AS until FROM grant_
    WHERE organisation_id = ${organisationId} AND agent = ${agent} AND since IS NOT NULL
      AND state IN ('active', 'superseded', 'fell_back')`,
  of: (rows: (Row & { id: string; workflow: string | null; reason: string; level: Authority })[]) =>
    rows.map((row) => {
      const { from: since, ...grant } = stretch(row);
      return { ...grant, agent, since };
    }),
});

/** Who attested each clause, with how many checks: never left out of a report. @param from ms */
export const attestations = (
  organisationId: string,
  pact: string,
  from: number,
): Reading<Map<string, ReportEvidence[]>> => ({
  select: sql`SELECT clause, source, count(*) AS records, sum(passed::bigint + failed) AS checks, sum(failed) AS failed,
      max(observed_at) AS "lastObservedAt"
    FROM evidence WHERE organisation_id = ${organisationId} AND pact = ${pact} AND observed_at >= ${new Date(from)}
    GROUP BY clause, source ORDER BY clause, source`,
  of(rows: (ReportEvidence & { clause: string })[]) {
    const found = new Map<string, ReportEvidence[]>();
    for (const { clause, lastObservedAt, ...row } of rows) {
      const one = { ...row, lastObservedAt: new Date(lastObservedAt).toISOString() };
      found.set(clause, [...(found.get(clause) ?? []), one]);
    }
    return found;
  },
});

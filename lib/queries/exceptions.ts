import { iso, within } from "@/lib/db/rows";
import type { Verdict } from "@/lib/domain/decision";
import { notFound } from "@/lib/domain/errors";
import type { Level } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { read, readAt } from "./read";

export const EXCEPTION_KINDS = ["break_glass", "ungoverned", "fail_open"] as const;
type Kind = (typeof EXCEPTION_KINDS)[number];

/** Something that ran outside a pact. */
export interface ExceptionView {
  id: string;
  kind: Kind;
  agent: string;
  action: string;
  at: string;
  decision: string | null;
  /** Of a break-glass. */
  override: string | null;
  /** Of an answer given without the database; `ageSeconds` of the snapshot that it was given from. */
  away: { verdict: Verdict; permitted: boolean; risk: Level; revision: number; ageSeconds: number } | null;
  says: string | null;
}

export interface ExceptionFilter {
  agent?: string;
  action?: string;
  decision?: string;
  kind?: Kind;
  /** ms; `[from, to)` */
  from?: number;
  to?: number;
}

/** Exceptions, the last recorded first, one more than `limit`. @param before id of the last one of the page before */
export async function exceptionPage(
  actor: Actor,
  { agent, action, decision, kind, from, to }: ExceptionFilter,
  limit: number,
  before?: string,
): Promise<ExceptionView[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.exception.findMany({
      where: {
        ...{ organisationId, agent, action, kind, decisionId: decision },
        id: before === undefined ? undefined : { lt: before },
        at: within(from, to),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return rows.map(exceptionView);
  });
}

const DAY_MS = 24 * 3600_000;

/** Exceptions of the last so many days, the newest first. */
export async function recentExceptions(actor: Actor, days: number, limit: number): Promise<ExceptionView[]> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const rows = await tx.exception.findMany({
      where: { organisationId, at: { gte: new Date(now - days * DAY_MS) } },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: limit,
    });
    return rows.map(exceptionView);
  });
}

/** One exception, with its number in the ledger (null until it has one). @throws SuretyError not_found */
export async function exceptionById(actor: Actor, id: string): Promise<ExceptionView & { number: number | null }> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.exception.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    const where = { organisationId, id: row.entryId ?? "" };
    const entry = await tx.ledgerEntry.findFirst({ where, select: { index: true } });
    return { ...exceptionView(row), number: entry?.index == null ? null : Number(entry.index) };
  });
}

interface ExceptionRow extends Pick<ExceptionView, "id" | "agent" | "action"> {
  kind: string;
  at: Date;
  decisionId: string | null;
  detail: unknown;
}

function exceptionView({ id, kind, agent, action, at, decisionId, detail }: ExceptionRow): ExceptionView {
  type Told = { override?: string; says?: string; reason?: string } & NonNullable<ExceptionView["away"]>;
  const { override, says, reason, verdict, permitted, risk, revision, ageSeconds } = (detail ?? {}) as Told;
  return {
    ...{ id, kind: kind as Kind, agent, action, at: iso(at), decision: decisionId, override: override ?? null },
    away: kind === "fail_open" ? { verdict, permitted, risk, revision, ageSeconds } : null,
    says: says ?? reason ?? null,
  };
}

export interface Week {
  /** Its Monday, RFC 3339. */
  from: string;
  overrides: number;
  exceptions: number;
}

const WEEK_MS = 7 * DAY_MS;
/** 5 January 1970, the first Monday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** Overrides that took effect and exceptions, week by week (Monday, UTC), the last one the current. */
export async function weeksOfOverrides(actor: Actor, weeks = 12): Promise<Week[]> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const current = Math.floor((now - FIRST_MONDAY) / WEEK_MS);
    const mondayOf = (week: number) => new Date(FIRST_MONDAY + week * WEEK_MS);
    const since = { gte: mondayOf(current - weeks + 1) };
    const started = { decidedAt: since, breakGlass: false, state: { in: ["approved", "revoked", "stale"] } };
    const [overrides, exceptions] = await Promise.all([
      tx.override.findMany({ where: { organisationId, ...started }, select: { decidedAt: true } }),
      tx.exception.findMany({ where: { organisationId, at: since }, select: { at: true } }),
    ]);
    const counted = (all: (Date | null)[], week: number) =>
      all.filter((at) => at && Math.floor((at.getTime() - FIRST_MONDAY) / WEEK_MS) === week).length;
    return Array.from({ length: weeks }, (_, i) => {
      const week = current - weeks + 1 + i;
      return {
        from: iso(mondayOf(week)),
        overrides: counted(
          overrides.map(({ decidedAt }) => decidedAt),
          week,
        ),
        exceptions: counted(
          exceptions.map(({ at }) => at),
          week,
        ),
      };
    });
  });
}

import { type GrantView, grantView, WITH_GRANT_APPROVALS } from "@/lib/db/grant-rows";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

export interface GrantFilter {
  agent?: string;
  workflow?: string;
  state?: GrantView["state"];
}

/** What the clock makes of a stored state. */
function whereState(state: GrantView["state"] | undefined, now: Date) {
  const unconfirmed = { confirmedAt: null, probationUntil: { lte: now } };
  // Spelt out: in SQL the negation of `unconfirmed` is unknown, not true, of a grant without a probation.
  const confirmed = [{ probationUntil: null }, { probationUntil: { gt: now } }, { confirmedAt: { not: null } }];
  if (state === "active") return { state, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
  if (state === "ended") return { state: "active", endsAt: { lte: now }, OR: confirmed };
  if (state === "fell_back") return { OR: [{ state }, { state: "active", ...unconfirmed }] };
  return { state };
}

/** Grants and requests for them, the latest first, one more than `limit`. @param before id of the last of the page before */
export async function grantPage(
  actor: Actor,
  { state, ...filter }: GrantFilter,
  limit: number,
  before?: string,
): Promise<GrantView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  return readAt(actor, async (tx, now) => {
    const where = { organisationId, id, ...filter, ...whereState(state, new Date(now)) };
    const rows = await tx.grant.findMany({
      where,
      include: WITH_GRANT_APPROVALS,
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return rows.map((row) => grantView(row, now));
  });
}

const MOST = 200;

/** What waits for a word on authority: requests, and probations to be confirmed; the longest waiting first. */
export async function grantsWaiting(actor: Actor): Promise<{ asked: GrantView[]; onProbation: GrantView[] }> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const find = (where: object) =>
      tx.grant.findMany({
        where: { organisationId, ...where },
        include: WITH_GRANT_APPROVALS,
        orderBy: { id: "asc" },
        take: MOST,
      });
    const running = { state: "active", endedAt: null, confirmedAt: null, probationUntil: { gt: new Date(now) } };
    const [asked, tried] = await Promise.all([find({ state: "requested" }), find(running)]);
    const shown = (rows: typeof asked) => rows.map((row) => grantView(row, now));
    return { asked: shown(asked), onProbation: shown(tried).filter(({ state }) => state === "active") };
  });
}

const DAY_MS = 24 * 3600_000;

/** How long requests for authority waited for their answer. */
export interface AnswerTimes {
  days: number;
  answered: number;
  /** Seconds; null: none was answered. */
  median: number | null;
  longest: number | null;
}

/** Time from a request for authority to the word on it, over those answered in the last so many days. */
export async function answerTimes(actor: Actor, days = 90): Promise<AnswerTimes> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const rows = await tx.grant.findMany({
      where: {
        organisationId,
        quorum: { gte: 1 },
        decidedAt: { gte: new Date(now - days * DAY_MS) },
        weighed: { not: "AnyNull" },
      },
      select: { createdAt: true, decidedAt: true, state: true },
      take: 1000,
    });
    const waited = rows
      .filter(({ state }) => state !== "withdrawn")
      .flatMap(({ createdAt, decidedAt }) => (decidedAt ? [(decidedAt.getTime() - createdAt.getTime()) / 1000] : []))
      .sort((a, b) => a - b);
    return {
      ...{ days, answered: waited.length },
      median: waited[Math.floor((waited.length - 1) / 2)] ?? null,
      longest: waited.at(-1) ?? null,
    };
  });
}

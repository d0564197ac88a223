import type { Tx } from "@/lib/db/client";
import { type ReviewView, reviewView } from "@/lib/db/review-rows";
import { notFound } from "@/lib/domain/errors";
import type { Actor, Permission } from "@/lib/domain/roles";
import type { ReviewShown } from "@/lib/domain/shown";
import { read } from "./read";

export type { ReviewView } from "@/lib/db/review-rows";

/** What the clock makes of a stored state, as a condition on rows. */
function whereState(state: ReviewShown | undefined, now: Date) {
  if (state === "pending") return { state, expiresAt: { gt: now } };
  if (state === "expired") return { OR: [{ state: "pending", expiresAt: { lte: now } }, { state: "expired" }] };
  return { state };
}

const SIMILAR_MS = 90 * 24 * 3600_000;

/** Reviews, the latest first or those that run out soonest, one more than `limit`. @param before id of the last one of the page before */
export async function reviewPage(
  actor: Actor,
  filter: { agent?: string; workflow?: string; action?: string; state?: ReviewShown; soonest?: boolean },
  limit: number,
  now: number,
  before?: string,
): Promise<ReviewView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  return read(actor, async (tx) => {
    const where = {
      organisationId,
      id,
      agent: filter.agent,
      workflow: filter.workflow,
      action: filter.action,
      ...whereState(filter.state, new Date(now)),
    };
    const orderBy = filter.soonest ? ({ expiresAt: "asc" } as const) : ({ id: "desc" } as const);
    const rows = await tx.review.findMany({ where, orderBy, take: limit + 1 });
    return rows.map((row) => reviewView(row, now));
  });
}

/** How many wait for a person now. */
export async function pendingReviews(actor: Actor, now: number): Promise<number> {
  const { organisationId } = actor;
  return read(actor, (tx) => tx.review.count({ where: { organisationId, ...whereState("pending", new Date(now)) } }));
}

/** Of the last 90 days, others of the same agent, action and workflow that are answered or ran out, the latest first. */
export async function similarReviews(actor: Actor, of: ReviewView, limit: number, now: number): Promise<ReviewView[]> {
  const { organisationId } = actor;
  const { agent, action, workflow, id } = of;
  const since = { gte: new Date(now - SIMILAR_MS) };
  const over = { OR: [{ state: { not: "pending" } }, { expiresAt: { lte: new Date(now) } }] };
  return read(actor, async (tx) => {
    const where = { organisationId, agent, action, workflow, id: { not: id }, createdAt: since, ...over };
    const rows = await tx.review.findMany({ where, orderBy: { id: "desc" }, take: limit });
    return rows.map((row) => reviewView(row, now));
  });
}

/** One review. @throws SuretyError not_found */
export async function reviewById(
  actor: Actor,
  id: string,
  now: number,
  permission: Permission = "read",
): Promise<ReviewView> {
  const { organisationId } = actor;
  const one = async (tx: Tx) => {
    const row = await tx.review.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    return reviewView(row, now);
  };
  return read(actor, one, permission);
}

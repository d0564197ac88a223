import { type SubscriberView, subscriberView, subscriptionOf, WITH_WEBHOOK } from "@/lib/db/subscribers";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { read } from "./read";

/**
 * Who is told when a shared report changes, or any of a pact's, the latest first, one more than `limit`.
 * @param before id of the last one of the page before
 * @throws SuretyError not_found for a report that is not there
 */
export async function subscriberPage(
  actor: Actor,
  of: { report: string } | { pact: string },
  limit: number,
  before?: string,
): Promise<SubscriberView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  const which = "report" in of ? of : { reportRow: { pact: of.pact } };
  return read(actor, async (tx) => {
    if ("report" in of && (await tx.report.count({ where: { organisationId, id: of.report } })) === 0) throw notFound();
    const where = { organisationId, id, ...which };
    const rows = await tx.reportSubscriber.findMany({
      ...{ where, orderBy: { id: "desc" as const }, take: limit + 1 },
      include: WITH_WEBHOOK,
    });
    return rows.map(subscriberView);
  });
}

/** The subscription that a mailed link leads to; null: unknown. The token is the permission. */
export function subscriptionByToken(token: string): ReturnType<typeof subscriptionOf> {
  const { db, clock } = runtime();
  return subscriptionOf(db, token, clock.now());
}

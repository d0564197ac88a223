import { type ReportView, reportView, WITH_VIEWS } from "@/lib/db/reports";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

/** Shared trust reports, the latest first, one more than `limit`. @param before id of the last one of the page before */
export async function reportPage(
  actor: Actor,
  filter: { pact?: string },
  limit: number,
  before?: string,
): Promise<ReportView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  return readAt(actor, async (tx, now) => {
    const where = { organisationId, id, pact: filter.pact };
    const rows = await tx.report.findMany({ where, orderBy: { id: "desc" }, take: limit + 1, include: WITH_VIEWS });
    return rows.map((row) => reportView(row, now));
  });
}

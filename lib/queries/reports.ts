import { cosignatures, lastVisit } from "@/lib/db/report-reads";
import { type ReadingView, type ReportView, readingView, reportView, WITH_VIEWS } from "@/lib/db/reports";
import { readTogether } from "@/lib/db/together";
import { type LogState, logReading } from "@/lib/db/tree";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { withCosignatures } from "./log";
import { read, readAt } from "./read";

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

/**
 * Who read a shared report, or any of a pact, the latest first, one more than `limit`.
 * @param before id of the last one of the page before
 * @throws SuretyError not_found for a report that is not there
 */
export async function readingPage(
  actor: Actor,
  of: { report: string } | { pact: string },
  limit: number,
  before?: string,
): Promise<ReadingView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  const which = "report" in of ? of : { reportRow: { pact: of.pact } };
  return read(actor, async (tx) => {
    if ("report" in of && (await tx.report.count({ where: { organisationId, id: of.report } })) === 0) throw notFound();
    const rows = await tx.reportView.findMany({
      where: { organisationId, id, ...which },
      orderBy: { id: "desc" },
      take: limit + 1,
      include: { reportRow: { select: { audience: true } } },
    });
    return rows.map(readingView);
  });
}

/** What a page says beside its report: the log's signed head, and when this reader last opened it; null: not yet. */
export interface VisitView {
  checkpoint: string | null;
  /** `size` of the log then. */
  lastVisit: { at: number; size: number } | null;
}

interface VisitParts extends Pick<VisitView, "lastVisit"> {
  log: LogState | null;
  cosignatures: string[];
}

/** What a visit is told from. */
export const visitReadings = (organisationId: string, report: string, reader: string) => ({
  log: logReading(organisationId),
  cosignatures: cosignatures(organisationId),
  lastVisit: lastVisit(organisationId, report, reader),
});

export function visitOf({ log, cosignatures: notes, lastVisit: last }: VisitParts): VisitView {
  const note = log?.signed?.note ?? null;
  return { checkpoint: note === null ? null : withCosignatures(note, notes), lastVisit: last };
}

export async function reportVisit(actor: Actor, report: string, reader: string): Promise<VisitView> {
  const { organisationId } = actor;
  return read(actor, async (tx) => visitOf(await readTogether(tx, visitReadings(organisationId, report, reader))));
}

import type { Units } from "./client";

/** When a reader last opened a link's page, and how long the log was then; null: never. */
export async function lastView(
  db: Units,
  organisationId: string,
  report: string,
  reader: string,
): Promise<{ at: number; size: number } | null> {
  const row = await db.organisation(organisationId, (tx) =>
    tx.reportView.findFirst({
      where: { organisationId, report, reader, what: "page" },
      orderBy: { at: "desc" },
      select: { at: true, size: true },
    }),
  );
  return row && { at: row.at.getTime(), size: row.size };
}

import type { FindingRow } from "@/lib/db/findings";
import { conflict, notFound } from "@/lib/domain/errors";
import type { VerbContext } from "../verb";

/** Open findings at a time. */
const MOST = 1000;

/**
 * The open finding, and those alike it where `alike`: of the same agent, action and kind. Locked, the oldest first.
 * @throws SuretyError not_found; conflict where somebody closed it
 */
export async function openFindings(
  { tx, organisationId, requireWorkflow }: VerbContext,
  id: string,
  alike: boolean,
): Promise<[FindingRow, ...FindingRow[]]> {
  const one = await tx.finding.findUnique({ where: { organisationId_id: { organisationId, id } } });
  if (!one) throw notFound();
  requireWorkflow(one.workflow);
  const { agent, action, kind } = one;
  const which = alike ? { agent, action, kind, workflow: one.workflow } : { id };
  const ids = await tx.finding.findMany({
    where: { organisationId, ...which, state: "open" },
    orderBy: { id: "asc" },
    take: MOST,
    select: { id: true },
  });
  await tx.$queryRaw`SELECT 1 FROM finding WHERE organisation_id = ${organisationId}
    AND id = ANY(${ids.map((row) => row.id)}::text[]) ORDER BY id FOR UPDATE`;
  const where = { organisationId, id: { in: ids.map((row) => row.id) }, state: "open" };
  const [first, ...rest] = await tx.finding.findMany({ where, orderBy: { id: "asc" } });
  if (!first) throw conflict(`Finding ${id} was closed already.`);
  return [first, ...rest];
}

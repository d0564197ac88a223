import { type FindingView, findingView, openFindingGroups } from "@/lib/db/findings";
import { notFound } from "@/lib/domain/errors";
import type { FindingGroup, FindingKind } from "@/lib/domain/finding";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export interface FindingFilter {
  state?: "open" | "closed";
  kind?: FindingKind;
  agent?: string;
  action?: string;
  /** Slug; "": nobody's. */
  owner?: string;
}

/** Findings, the newest first, one more than `limit`. @param before id of the last one of the page before */
export async function findingPage(
  actor: Actor,
  { owner, ...filter }: FindingFilter,
  limit: number,
  before?: string,
): Promise<FindingView[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.finding.findMany({
      where: {
        organisationId,
        ...filter,
        ...(owner !== undefined && { owner: owner === "" ? null : owner }),
        ...(before !== undefined && { id: { lt: before } }),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return rows.map(findingView);
  });
}

/** One finding, with how many open ones are alike. @throws SuretyError not_found */
export async function findingDetail(actor: Actor, id: string): Promise<FindingView & { alike: number }> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.finding.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    const { agent, action, kind, workflow } = row;
    const alike = await tx.finding.count({ where: { organisationId, agent, action, kind, workflow, state: "open" } });
    return { ...findingView(row), alike };
  });
}

/** How many alike groups are shown. */
const MOST = 200;

/** What is open, alike findings as one, and how much. */
export async function openFindings(actor: Actor): Promise<{ open: number; unowned: number; groups: FindingGroup[] }> {
  const { organisationId } = actor;
  return read(actor, async (tx) => ({
    open: await tx.finding.count({ where: { organisationId, state: "open" } }),
    unowned: await tx.finding.count({ where: { organisationId, state: "open", owner: null } }),
    groups: await openFindingGroups(tx, organisationId, MOST),
  }));
}

import { type DriftView, driftView } from "@/lib/db/standing-rows";
import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { DriftShown } from "@/lib/domain/shown";
import { readAt } from "./read";

/** A drift as a line of a list. */
interface ListedDrift extends DriftView {
  title: string;
  pactTitle: string;
  /** Slug of the team that answers. */
  owner: string;
}

/** Every drift by what it asks for: verified ones act, suspected ones are watched, cleared ones are over. */
export type DriftGroups = Record<DriftShown, ListedDrift[]>;

const DAY_MS = 24 * 3600_000;
const CLEARED_FOR = 30 * DAY_MS;
const MOST = 200;

/** What is open, whenever it began, and what was cleared in 30 days; the newest first. */
export async function driftGroups(actor: Actor): Promise<DriftGroups> {
  const { organisationId } = actor;
  return readAt(actor, async (tx, now) => {
    const recent = { state: "cleared", clearedAt: { gt: new Date(now - CLEARED_FOR) } };
    const rows = await tx.drift.findMany({
      where: { organisationId, OR: [{ state: { not: "cleared" } }, recent] },
      orderBy: { id: "desc" },
      take: MOST,
    });
    const ids = rows.map(({ id }) => id);
    const latches = await tx.latch.findMany({ where: { organisationId, driftId: { in: ids } } });
    const documents = await documentsOf(tx, organisationId, [...new Set(rows.map(({ pact }) => pact))]);
    const groups: DriftGroups = { verified: [], suspected: [], cleared: [] };
    for (const row of rows) {
      const view = driftView(row, now, latches);
      const versions = documents.filter(({ pact }) => pact === row.pact);
      const clause = versions.flatMap(({ clauses }) => clauses).find(({ key }) => key === row.clause);
      groups[view.state].push({
        ...view,
        title: clause?.title ?? row.clause,
        pactTitle: versions[0]?.title ?? row.pact,
        owner: clause?.owner ?? "",
      });
    }
    return groups;
  });
}

/** Published versions, the newest first: what is live words a clause, else what was last. */
async function documentsOf(
  tx: Parameters<Parameters<typeof readAt>[1]>[0],
  organisationId: string,
  pacts: string[],
): Promise<PactDocument[]> {
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, pact: { in: pacts }, state: { in: ["live", "superseded"] } },
    orderBy: { version: "desc" },
    select: { document: true },
  });
  return rows.map(({ document }) => document as unknown as PactDocument);
}

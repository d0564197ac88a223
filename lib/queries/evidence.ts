import { type EvidenceView, evidenceView } from "@/lib/db/standing-rows";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export interface EvidenceFilter {
  agent?: string;
  pact?: string;
  clause?: string;
  release?: string;
  source?: string;
  passing?: boolean;
}

export interface EvidenceListed {
  view: EvidenceView;
  /** Order of arrival: what a next page starts before. */
  seq: string;
}

/**
 * Records in order of arrival, newest first, one more than `limit` so that the caller knows whether there is a next page.
 * @param before `seq` of the last record of the page before
 */
export async function evidencePage(
  actor: Actor,
  filter: EvidenceFilter,
  limit: number,
  before?: string,
): Promise<EvidenceListed[]> {
  const { organisationId } = actor;
  const { agent, pact, clause, release, source, passing } = filter;
  return read(actor, async (tx) => {
    const rows = await tx.evidence.findMany({
      where: {
        organisationId,
        agent,
        pact,
        clause,
        release,
        source,
        passing,
        seq: before === undefined ? undefined : { lt: BigInt(before) },
      },
      orderBy: { seq: "desc" },
      take: limit + 1,
    });
    return rows.map((row) => ({ view: evidenceView(row), seq: String(row.seq) }));
  });
}

import type { CaseResults } from "@/lib/domain/suite";
import type { Tx } from "./client";
import type { ClauseKey } from "./lines";

/** One stored run of an eval suite: the newest of its release and evidence hash. */
export interface StoredSuite extends ClauseKey {
  evidenceHash: string;
  release: string;
  method: string | null;
  cases: CaseResults;
}

/** The newest run of each clause, evidence hash and release that has case results. */
export async function newestSuites(tx: Tx, organisationId: string, keys: readonly ClauseKey[]): Promise<StoredSuite[]> {
  const wanted = JSON.stringify(keys.map(({ agent, pact, clause }) => ({ agent, pact, clause })));
  return tx.$queryRaw<StoredSuite[]>`
    SELECT DISTINCT ON (e.agent, e.pact, e.clause, e.evidence_hash, e.release)
      e.agent, e.pact, e.clause, e.evidence_hash AS "evidenceHash", e.release, e.method, e.attributes->'cases' AS cases
    FROM (SELECT DISTINCT * FROM jsonb_to_recordset(${wanted}::jsonb) AS k(agent text, pact text, clause text)) AS k
    JOIN evidence AS e ON e.organisation_id = ${organisationId} AND e.agent = k.agent AND e.pact = k.pact AND e.clause = k.clause
      AND e.attributes ? 'cases'
    ORDER BY e.agent, e.pact, e.clause, e.evidence_hash, e.release, e.seq DESC`;
}

/** When each release first became an agent's current one, ms, as `agent\nrelease`. */
export async function firstReleased(
  tx: Tx,
  organisationId: string,
  agents: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.agentRelease.groupBy({
    by: ["agent", "release"],
    where: { organisationId, agent: { in: [...new Set(agents)] } },
    _min: { since: true },
  });
  return new Map(rows.map(({ agent, release, _min }) => [`${agent}\n${release}`, _min.since?.getTime() ?? 0]));
}

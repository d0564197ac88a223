import type { Tx } from "./client";
import type { NewEvidence } from "./standing-rows";

/**
 * Stores records in the order given, which becomes their order of arrival. One statement with one value: the client's own
 * way of inserting costs more than all the rest of taking in a record.
 */
export async function insertEvidence(tx: Tx, rows: readonly NewEvidence[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO evidence (organisation_id, id, agent, pact, clause, evidence_hash, line, release, passed, failed,
      observed_at, recorded_at, source, standing, method, artifact_uri, artifact_sha256, attributes, decision_id,
      recorded_by, passing, counts, live, suite, issuer, signature, signed_sha256, loss)
    SELECT e."organisationId", e.id, e.agent, e.pact, e.clause, e."evidenceHash", e.line, e.release, e.passed, e.failed,
      e."observedAt", e."recordedAt", e.source, e.standing, e.method, e."artifactUri", e."artifactSha256", e.attributes,
      e."decisionId", e."recordedBy", e.passing, e.counts, e.live,
      e.suite, e.issuer, e.signature, e."signedSha256", e.loss
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e("organisationId" text, id text, agent text, pact text,
      clause text, "evidenceHash" text, line text, release text, passed int, failed int, "observedAt" timestamptz,
      "recordedAt" timestamptz, source text, standing text, method text, "artifactUri" text, "artifactSha256" text,
      attributes jsonb, "decisionId" text, "recordedBy" jsonb, passing boolean, counts boolean, live boolean,
      suite jsonb, issuer text, signature jsonb, "signedSha256" text, loss double precision)`;
}

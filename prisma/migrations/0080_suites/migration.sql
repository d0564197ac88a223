-- Eval suites: what a record's cases say beside the same cases under an earlier release, worked out once, as it arrived.
ALTER TABLE "evidence" ADD COLUMN "suite" JSONB;
CREATE INDEX evidence_with_cases ON "evidence" (organisation_id, agent, pact, clause, release, seq) WHERE attributes ? 'cases';

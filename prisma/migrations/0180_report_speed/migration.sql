-- A report walks a clause's evidence by the time that it was observed, for ninety days and not for ever.
CREATE INDEX "evidence_organisation_id_pact_clause_observed_at_idx" ON "evidence" ("organisation_id", "pact", "clause", "observed_at");

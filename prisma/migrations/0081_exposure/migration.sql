-- Exposure: when an incident began, and what became of the decisions permitted while a promise was broken.
ALTER TABLE "incident" ADD COLUMN "started_at" TIMESTAMPTZ(3);

CREATE TABLE "remediation" (
  "organisation_id" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "decision_id" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "note" TEXT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "by" JSONB NOT NULL,
  CONSTRAINT "remediation_pkey" PRIMARY KEY ("organisation_id", "subject", "decision_id"),
  CONSTRAINT "remediation_state" CHECK (state IN ('open', 'harmless', 'reversed', 'compensated', 'accepted')),
  CONSTRAINT "remediation_subject" CHECK (subject ~ '^(drift|incident)/')
);
ALTER TABLE "remediation" ADD CONSTRAINT "remediation_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('remediation');

-- Independent traffic: what ran, joined to the decision that permitted it.
CREATE TABLE "observation" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "resource" JSONB,
  "named" TEXT,
  "decision_id" TEXT,
  "ungoverned" TEXT,
  "exception_id" TEXT,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_by" JSONB NOT NULL,
  CONSTRAINT "observation_pkey" PRIMARY KEY ("organisation_id", "id"),
  -- Joined to a decision, or ungoverned with its exception: never neither, never both.
  CONSTRAINT "observation_joined" CHECK (
    (decision_id IS NULL) = (ungoverned IS NOT NULL) AND (ungoverned IS NULL) = (exception_id IS NULL)
  )
);
CREATE INDEX "observation_organisation_id_agent_at_idx" ON "observation" ("organisation_id", "agent", "at");
CREATE INDEX "observation_organisation_id_decision_id_idx" ON "observation" ("organisation_id", "decision_id");
ALTER TABLE "observation" ADD CONSTRAINT "observation_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER observation_append_only BEFORE UPDATE OR DELETE ON "observation" FOR EACH ROW EXECUTE FUNCTION surety_append_only();
SELECT surety_wall('observation');

-- The owning team's word that a clause is still right as it stands, and which reminders were given.
CREATE TABLE "recertification" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "clause" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "clause_hash" TEXT NOT NULL,
  "team" TEXT NOT NULL,
  "member_id" TEXT NOT NULL,
  "note" TEXT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "recertification_pkey" PRIMARY KEY ("organisation_id", "id")
);
CREATE INDEX "recertification_organisation_id_pact_clause_at_idx" ON "recertification" ("organisation_id", "pact", "clause", "at");
ALTER TABLE "recertification" ADD CONSTRAINT "recertification_organisation_id_pact_version_fkey" FOREIGN KEY ("organisation_id", "pact", "version") REFERENCES "pact_version" ("organisation_id", "pact", "version") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "recertification" ADD CONSTRAINT "recertification_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member" ("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER recertification_append_only BEFORE UPDATE OR DELETE ON "recertification" FOR EACH ROW EXECUTE FUNCTION surety_append_only();
SELECT surety_wall('recertification');

CREATE TABLE "recertify_reminder" (
  "organisation_id" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "clause" TEXT NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  -- due_soon | overdue
  "state" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "recertify_reminder_pkey" PRIMARY KEY ("organisation_id", "pact", "clause", "due_at", "state"),
  CONSTRAINT "recertify_reminder_state" CHECK (state IN ('due_soon', 'overdue'))
);
ALTER TABLE "recertify_reminder" ADD CONSTRAINT "recertify_reminder_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact" ("organisation_id", "slug") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('recertify_reminder');

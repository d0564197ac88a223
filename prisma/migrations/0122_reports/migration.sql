-- Trust reports that were shared, and who read them.
CREATE TABLE "report" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "token_hash" TEXT NOT NULL,
  "passcode_hash" TEXT,
  "failed_tries" INTEGER NOT NULL DEFAULT 0,
  "locked_until" TIMESTAMPTZ(3),
  "redact" TEXT[] DEFAULT ARRAY[]::TEXT[],
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "created_by" JSONB NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "revoked_at" TIMESTAMPTZ(3),
  "revoked_by" JSONB,
  CONSTRAINT "report_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "report_ends" CHECK (expires_at > created_at)
);
CREATE UNIQUE INDEX "report_token_hash_key" ON "report" ("token_hash");
CREATE INDEX "report_organisation_id_pact_idx" ON "report" ("organisation_id", "pact");
ALTER TABLE "report" ADD CONSTRAINT "report_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "report" ADD CONSTRAINT "report_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact" ("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;
SELECT surety_wall('report');

CREATE TABLE "report_view" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "report" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "what" TEXT NOT NULL,
  "reader" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  CONSTRAINT "report_view_pkey" PRIMARY KEY ("organisation_id", "id")
);
CREATE INDEX "report_view_organisation_id_report_at_idx" ON "report_view" ("organisation_id", "report", "at");
ALTER TABLE "report_view" ADD CONSTRAINT "report_view_organisation_id_report_fkey" FOREIGN KEY ("organisation_id", "report") REFERENCES "report" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER report_view_append_only BEFORE UPDATE OR DELETE ON "report_view" FOR EACH ROW EXECUTE FUNCTION surety_append_only();
SELECT surety_wall('report_view');

-- Named recipients of a trust report's link: whoever proves one of these addresses by a mailed code reads it, nobody else.
CREATE TABLE "report_recipient" (
  "organisation_id" TEXT NOT NULL,
  "report" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "secret" TEXT NOT NULL,
  "code_hash" TEXT,
  "code_at" TIMESTAMPTZ(3),
  "tries" INTEGER NOT NULL DEFAULT 0,
  "locked_until" TIMESTAMPTZ(3),
  CONSTRAINT "report_recipient_pkey" PRIMARY KEY ("organisation_id", "report", "email"),
  CONSTRAINT "report_recipient_email_lower" CHECK (email = lower(email)),
  CONSTRAINT "report_recipient_code" CHECK (code_hash IS NULL OR code_at IS NOT NULL),
  CONSTRAINT "report_recipient_tries" CHECK (tries BETWEEN 0 AND 5)
);
ALTER TABLE "report_recipient" ADD CONSTRAINT "report_recipient_organisation_id_report_fkey" FOREIGN KEY ("organisation_id", "report") REFERENCES "report" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('report_recipient');

-- Who read it, where the link knows.
ALTER TABLE "report_view" ADD COLUMN "recipient" TEXT;

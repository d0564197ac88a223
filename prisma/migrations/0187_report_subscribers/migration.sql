-- Readers of a trust report who are told when it changes: by mail once they confirmed it, by a webhook once its ping arrived.
CREATE TABLE "report_subscriber" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "report" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "recipient" TEXT,
  "token" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  "confirmed_at" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "report_subscriber_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "report_subscriber_kind" CHECK (kind IN ('email', 'webhook'))
);
CREATE UNIQUE INDEX "report_subscriber_token_key" ON "report_subscriber" ("token");
CREATE INDEX "report_subscriber_organisation_id_report_idx" ON "report_subscriber" ("organisation_id", "report");
-- An address is told of a report once.
CREATE UNIQUE INDEX one_subscription ON "report_subscriber" (organisation_id, report, kind, address) WHERE ended_at IS NULL;
ALTER TABLE "report_subscriber" ADD CONSTRAINT "report_subscriber_organisation_id_report_fkey" FOREIGN KEY ("organisation_id", "report") REFERENCES "report" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('report_subscriber');
CREATE TRIGGER report_subscriber_guard BEFORE INSERT ON "report_subscriber" FOR EACH ROW EXECUTE FUNCTION surety_open_link_guard();

-- What is over stays over, and nobody is confirmed twice.
CREATE FUNCTION surety_subscriber_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.address <> OLD.address OR NEW.kind <> OLD.kind OR NEW.report <> OLD.report
    OR NEW.token <> OLD.token OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) THEN
    RAISE EXCEPTION 'a subscription that ended stays ended' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER report_subscriber_stays BEFORE UPDATE ON "report_subscriber" FOR EACH ROW EXECUTE FUNCTION surety_subscriber_stays();

-- A reader's webhook: told of that report alone, in words that its author's redaction leaves.
ALTER TABLE "webhook" ADD COLUMN "subscriber" TEXT;
CREATE UNIQUE INDEX "webhook_organisation_id_subscriber_key" ON "webhook" ("organisation_id", "subscriber");
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_organisation_id_subscriber_fkey" FOREIGN KEY ("organisation_id", "subscriber") REFERENCES "report_subscriber" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- That a link's time is over is written down, and told, once; of what ended before, nobody waits to be told.
ALTER TABLE "report" ADD COLUMN "over_at" TIMESTAMPTZ(3);
UPDATE "report" SET over_at = expires_at WHERE expires_at <= now() OR revoked_at IS NOT NULL;
CREATE INDEX report_not_over ON "report" (expires_at) WHERE over_at IS NULL AND revoked_at IS NULL;

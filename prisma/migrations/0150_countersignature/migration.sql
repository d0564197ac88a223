-- A counterparty's word on a version of a pact, and the wording that it would rather have, given behind a link to the report.
ALTER TABLE "report" ADD COLUMN "countersign" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "countersignature" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "hash" TEXT NOT NULL,
  "report" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "says" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "countersignature_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "countersignature_email_lower" CHECK (email = lower(email))
);
-- One person signs one wording once.
CREATE UNIQUE INDEX "countersignature_organisation_id_pact_hash_email_key" ON "countersignature" ("organisation_id", "pact", "hash", "email");
CREATE INDEX "countersignature_organisation_id_pact_version_idx" ON "countersignature" ("organisation_id", "pact", "version");
ALTER TABLE "countersignature" ADD CONSTRAINT "countersignature_organisation_id_pact_version_fkey" FOREIGN KEY ("organisation_id", "pact", "version") REFERENCES "pact_version" ("organisation_id", "pact", "version") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "countersignature" ADD CONSTRAINT "countersignature_organisation_id_report_fkey" FOREIGN KEY ("organisation_id", "report") REFERENCES "report" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('countersignature');

CREATE TABLE "redline" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "hash" TEXT NOT NULL,
  "report" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "wordings" JSONB NOT NULL,
  "remark" TEXT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "answer" TEXT,
  "reason" TEXT,
  "taken_into" INTEGER,
  "answered_by" JSONB,
  "answered_at" TIMESTAMPTZ(3),
  CONSTRAINT "redline_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "redline_answer" CHECK (answer IN ('taken', 'declined')),
  CONSTRAINT "redline_answered" CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
  CONSTRAINT "redline_taken_into" CHECK ((answer = 'taken') IS TRUE = (taken_into IS NOT NULL))
);
CREATE INDEX "redline_organisation_id_pact_at_idx" ON "redline" ("organisation_id", "pact", "at");
ALTER TABLE "redline" ADD CONSTRAINT "redline_organisation_id_pact_version_fkey" FOREIGN KEY ("organisation_id", "pact", "version") REFERENCES "pact_version" ("organisation_id", "pact", "version") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "redline" ADD CONSTRAINT "redline_organisation_id_report_fkey" FOREIGN KEY ("organisation_id", "report") REFERENCES "report" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('redline');

-- What the counterparty says is bound to a wording that it could read: one under review or in force, through an open link to it.
CREATE FUNCTION surety_counterparty_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v pact_version; r report;
BEGIN
  SELECT * INTO v FROM pact_version WHERE organisation_id = NEW.organisation_id AND pact = NEW.pact AND version = NEW.version FOR SHARE;
  IF v.state NOT IN ('in_review', 'live') OR v.hash <> NEW.hash THEN
    RAISE EXCEPTION 'a counterparty speaks of a wording under review or in force' USING ERRCODE = 'SY012';
  END IF;
  SELECT * INTO r FROM report WHERE organisation_id = NEW.organisation_id AND id = NEW.report FOR SHARE;
  IF NOT r.countersign OR r.pact <> NEW.pact OR r.revoked_at IS NOT NULL OR r.expires_at <= NEW.at THEN
    RAISE EXCEPTION 'this link does not ask for a countersignature, or no longer' USING ERRCODE = 'SY013';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER countersignature_guard BEFORE INSERT ON "countersignature" FOR EACH ROW EXECUTE FUNCTION surety_counterparty_guard();
CREATE TRIGGER countersignature_stays BEFORE UPDATE ON "countersignature" FOR EACH ROW EXECUTE FUNCTION surety_append_only();
CREATE TRIGGER redline_guard BEFORE INSERT ON "redline" FOR EACH ROW EXECUTE FUNCTION surety_counterparty_guard();

-- It is answered once, and stays as it was proposed.
CREATE FUNCTION surety_redline_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.answer IS NOT NULL OR NEW.answer IS NULL OR NEW.wordings <> OLD.wordings OR NEW.hash <> OLD.hash
    OR NEW.pact <> OLD.pact OR NEW.version <> OLD.version OR NEW.report <> OLD.report OR NEW.name <> OLD.name
    OR NEW.email <> OLD.email OR NEW.remark IS DISTINCT FROM OLD.remark OR NEW.at <> OLD.at THEN
    RAISE EXCEPTION 'a redline stays as it was proposed, and is answered once' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER redline_stays BEFORE UPDATE ON "redline" FOR EACH ROW EXECUTE FUNCTION surety_redline_stays();

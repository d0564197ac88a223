-- What readers of a trust report ask its owner behind their link, and what people answered.
CREATE TABLE "report_question" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "report" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "recipient" TEXT,
  "question" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "answer" TEXT,
  "answered_by" JSONB,
  "answered_at" TIMESTAMPTZ(3),
  CONSTRAINT "report_question_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "report_question_answered" CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
  CONSTRAINT "report_question_by" CHECK (answered_by ->> 'type' = 'member')
);
CREATE INDEX "report_question_organisation_id_report_id_idx" ON "report_question" ("organisation_id", "report", "id");
CREATE INDEX "report_question_organisation_id_pact_id_idx" ON "report_question" ("organisation_id", "pact", "id");
ALTER TABLE "report_question" ADD CONSTRAINT "report_question_organisation_id_report_fkey" FOREIGN KEY ("organisation_id", "report") REFERENCES "report" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('report_question');

-- A reader speaks through an open link, of a pact that it opens.
CREATE FUNCTION surety_open_link_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r report;
BEGIN
  SELECT * INTO r FROM report WHERE organisation_id = NEW.organisation_id AND id = NEW.report FOR SHARE;
  IF r.revoked_at IS NOT NULL OR r.expires_at <= NEW.at OR NOT (NEW.pact = r.pact OR NEW.pact = ANY (r.also)) THEN
    RAISE EXCEPTION 'this link does not open that, or no longer' USING ERRCODE = 'SY013';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER report_question_guard BEFORE INSERT ON "report_question" FOR EACH ROW EXECUTE FUNCTION surety_open_link_guard();

-- It stays as it was asked, and is answered once.
CREATE FUNCTION surety_question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.answer IS NOT NULL OR NEW.answer IS NULL OR NEW.report <> OLD.report OR NEW.pact <> OLD.pact OR NEW.name <> OLD.name
    OR NEW.question <> OLD.question OR NEW.at <> OLD.at OR NEW.recipient IS DISTINCT FROM OLD.recipient THEN
    RAISE EXCEPTION 'a question stays as it was asked, and is answered once' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER report_question_stays BEFORE UPDATE ON "report_question" FOR EACH ROW EXECUTE FUNCTION surety_question_stays();

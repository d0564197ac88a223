-- Notices: what people are told of by mail, when it is due, and with which mail it left.
CREATE TABLE "notice_settings" (
  "organisation_id" TEXT NOT NULL,
  "member_id" TEXT NOT NULL,
  "settings" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "notice_settings_pkey" PRIMARY KEY ("organisation_id", "member_id")
);
ALTER TABLE "notice_settings" ADD CONSTRAINT "notice_settings_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('notice_settings');

CREATE TABLE "notice" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "recipient" TEXT NOT NULL,
  "event" TEXT NOT NULL,
  "seq" BIGINT NOT NULL,
  "kind" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "mailed_at" TIMESTAMPTZ(3),
  "mail" TEXT,
  CONSTRAINT "notice_pkey" PRIMARY KEY ("organisation_id", "id")
);
-- An event is told to one recipient once, however often the outbox is read.
CREATE UNIQUE INDEX "notice_organisation_id_event_recipient_key" ON "notice" ("organisation_id", "event", "recipient");
CREATE INDEX "notice_organisation_id_recipient_mailed_at_due_at_idx" ON "notice" ("organisation_id", "recipient", "mailed_at", "due_at");
CREATE INDEX notice_waiting ON "notice" ("due_at") WHERE mailed_at IS NULL;
ALTER TABLE "notice" ADD CONSTRAINT "notice_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('notice');

-- How far the outbox has become notices. Whoever is here already is told of what happens from now on.
CREATE TABLE "notice_cursor" (
  "organisation_id" TEXT NOT NULL,
  "after" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "notice_cursor_pkey" PRIMARY KEY ("organisation_id")
);
ALTER TABLE "notice_cursor" ADD CONSTRAINT "notice_cursor_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('notice_cursor');
INSERT INTO "notice_cursor" ("organisation_id", "after")
  SELECT organisation_id, max(seq) FROM "outbox" GROUP BY organisation_id;

-- To how many turns a review was told: 0 nobody, 1 the team, 2 its deputy, 3 its escalation.
ALTER TABLE "review" ADD COLUMN "told" INTEGER NOT NULL DEFAULT 0,
  ADD CONSTRAINT review_told CHECK (told BETWEEN 0 AND 3);
CREATE INDEX review_untold ON "review" ("expires_at") WHERE state = 'pending' AND told < 3;

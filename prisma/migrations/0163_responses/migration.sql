-- What the owner of a clause owes once it acts: an answer within `respond.within`, else its deputy is told, then its escalation.
CREATE TABLE "response" (
  "organisation_id" TEXT NOT NULL,
  "latch" TEXT NOT NULL,
  "told" INTEGER NOT NULL DEFAULT 0,
  "answered_at" TIMESTAMPTZ(3),
  "answered_by" JSONB,
  "note" TEXT,
  CONSTRAINT "response_pkey" PRIMARY KEY ("organisation_id", "latch"),
  CONSTRAINT "response_told" CHECK (told BETWEEN 0 AND 2),
  CONSTRAINT "response_answered" CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (note IS NULL))
);
ALTER TABLE "response" ADD CONSTRAINT "response_organisation_id_latch_fkey" FOREIGN KEY ("organisation_id", "latch") REFERENCES "latch" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('response');
CREATE INDEX latch_open ON "latch" ("organisation_id", "verified_at") WHERE lifted_at IS NULL;

-- Mail: what is due to an address, queued in the transaction that it tells of, and what came of it.
CREATE TABLE "mail" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  "about" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "text" TEXT,
  "html" TEXT,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "next_at" TIMESTAMPTZ(3) NOT NULL,
  "until" TIMESTAMPTZ(3),
  "tried_at" TIMESTAMPTZ(3),
  "problem" TEXT,
  CONSTRAINT "mail_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "mail_state" CHECK (state IN ('waiting', 'delivered', 'dead')),
  CONSTRAINT "mail_said" CHECK ((text IS NULL) = (html IS NULL)),
  -- What has arrived is kept nowhere here: it may hold a code.
  CONSTRAINT "mail_kept" CHECK ((state = 'waiting') <= (text IS NOT NULL) AND (state = 'delivered') <= (text IS NULL))
);
CREATE INDEX "mail_state_next_at_idx" ON "mail" ("state", "next_at");
CREATE INDEX "mail_organisation_id_state_id_idx" ON "mail" ("organisation_id", "state", "id");
ALTER TABLE "mail" ADD CONSTRAINT "mail_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('mail');

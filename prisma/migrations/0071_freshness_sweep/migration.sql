-- What the sweep has written down, once for each record that ages; and whom it asked for new evidence.
CREATE TABLE "freshness_notice" (
  "organisation_id" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "clause" TEXT NOT NULL,
  "release" TEXT NOT NULL,
  -- Of the record whose window it is about.
  "observed_at" TIMESTAMPTZ(3) NOT NULL,
  "state" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "freshness_notice_pkey" PRIMARY KEY ("organisation_id", "agent", "pact", "clause", "release", "observed_at", "state"),
  CONSTRAINT "freshness_notice_state" CHECK (state IN ('expiring', 'stale'))
);
ALTER TABLE "freshness_notice" ADD CONSTRAINT "freshness_notice_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact" ("organisation_id", "slug") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('freshness_notice');

CREATE TABLE "reverification" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "clause" TEXT NOT NULL,
  "release" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  -- The record that ages, or the suspicion: one question for each.
  "since" TIMESTAMPTZ(3) NOT NULL,
  "url" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_at" TIMESTAMPTZ(3) NOT NULL,
  "delivered_at" TIMESTAMPTZ(3),
  "problem" TEXT,
  "answered_at" TIMESTAMPTZ(3),
  "unanswered_at" TIMESTAMPTZ(3),
  CONSTRAINT "reverification_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "reverification_reason" CHECK (reason IN ('expiring', 'drift')),
  CONSTRAINT "reverification_end" CHECK (answered_at IS NULL OR unanswered_at IS NULL)
);
CREATE UNIQUE INDEX "reverification_once_key" ON "reverification" ("organisation_id", "agent", "pact", "clause", "release", "reason", "since");
ALTER TABLE "reverification" ADD CONSTRAINT "reverification_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact" ("organisation_id", "slug") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('reverification');

-- What questions are signed with: symmetric, so that it can't be kept as a hash.
CREATE TABLE "reverify_secret" (
  "organisation_id" TEXT NOT NULL,
  "secret" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "reverify_secret_pkey" PRIMARY KEY ("organisation_id")
);
ALTER TABLE "reverify_secret" ADD CONSTRAINT "reverify_secret_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('reverify_secret');

-- Rollups: how many decisions of each kind fell into each minute, hour and day. Kept when segments are sealed, once a second,
-- in the same transaction: the way of a decision pays nothing. What is not rolled up yet (the last second) is counted from
-- its segments, in the same snapshot of the database: no decision is counted twice or not at all.
CREATE TABLE "decision_kind" (
  "organisation_id" TEXT NOT NULL,
  "kind" BIGINT NOT NULL,
  "agent" TEXT NOT NULL,
  "workflow" TEXT,
  "action" TEXT NOT NULL,
  "verdict" TEXT NOT NULL,
  "trigger" TEXT,
  "mode" TEXT NOT NULL,
  "permitted" BOOLEAN NOT NULL,
  "governed" BOOLEAN NOT NULL,
  "rested" BOOLEAN NOT NULL,
  "pacts" TEXT[],
  CONSTRAINT "decision_kind_pkey" PRIMARY KEY ("organisation_id", "kind")
);
ALTER TABLE "decision_kind" ADD CONSTRAINT "decision_kind_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('decision_kind');

CREATE TABLE "decision_rollup" (
  "organisation_id" TEXT NOT NULL,
  "grain" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "kind" BIGINT NOT NULL,
  "count" BIGINT NOT NULL,
  CONSTRAINT "decision_rollup_pkey" PRIMARY KEY ("organisation_id", "grain", "at", "kind"),
  CONSTRAINT "decision_rollup_grain" CHECK (grain IN ('minute', 'hour', 'day')),
  CONSTRAINT "decision_rollup_count" CHECK (count > 0)
);
ALTER TABLE "decision_rollup" ADD CONSTRAINT "decision_rollup_organisation_id_kind_fkey" FOREIGN KEY ("organisation_id", "kind") REFERENCES "decision_kind" ("organisation_id", "kind") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('decision_rollup');
-- Rows are counted up each second in place.
ALTER TABLE "decision_rollup" SET (fillfactor = 70);

-- Segments sealed before, or by a node of the version before, are counted by a job; none is left after it.
ALTER TABLE "decision_segment" ADD COLUMN "rolled" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX segment_unrolled ON decision_segment (organisation_id, first_id) WHERE sealed_by IS NOT NULL AND NOT rolled;

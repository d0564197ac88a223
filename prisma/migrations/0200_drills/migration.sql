-- Drills: a twin stands in for an agent while a cause is put into it. A twin's name holds `~`, which no other agent's can.
ALTER TABLE "agent" ADD COLUMN "twin_of" TEXT, ADD COLUMN "drill_id" TEXT, ADD COLUMN "retired_at" TIMESTAMPTZ(3);
ALTER TABLE "agent" ADD CONSTRAINT "agent_twin" CHECK (
  (twin_of IS NULL) = (strpos(slug, '~') = 0) AND (twin_of IS NULL) = (drill_id IS NULL) AND (retired_at IS NULL OR twin_of IS NOT NULL)
);

-- What belongs to a twin is neither seen nor written but by a unit of work that says it is a drill's: no list, figure or
-- report can count it by mistake.
CREATE FUNCTION surety_twins_apart(name regclass, col text DEFAULT 'agent') RETURNS void LANGUAGE plpgsql AS $$
DECLARE kept text := format('(%I IS NULL OR %I NOT LIKE ''%%~%%'' OR current_setting(''surety.drill'', true) = ''on'')', col, col);
BEGIN
  EXECUTE format('CREATE POLICY twins_apart ON %s AS RESTRICTIVE TO surety_app, surety_system USING %s WITH CHECK %s', name, kept, kept);
END $$;
SELECT surety_twins_apart('agent', 'slug');
SELECT surety_twins_apart('evidence');
SELECT surety_twins_apart('line_act');
SELECT surety_twins_apart('clause_line');
SELECT surety_twins_apart('latch');
SELECT surety_twins_apart('drift');
SELECT surety_twins_apart('incident');
SELECT surety_twins_apart('freshness_notice');
SELECT surety_twins_apart('reverification');
SELECT surety_twins_apart('metric_response');

CREATE TABLE "drill" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "version" INTEGER,
  "state" TEXT NOT NULL,
  "scheduled" BOOLEAN NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "started_by" JSONB NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  "passed" INTEGER NOT NULL DEFAULT 0,
  "failed" INTEGER NOT NULL DEFAULT 0,
  "says" TEXT,
  CONSTRAINT "drill_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "drill_kind" CHECK (kind IN ('pact', 'metric')),
  CONSTRAINT "drill_state" CHECK (state IN ('running', 'passed', 'failed', 'abandoned')),
  CONSTRAINT "drill_ended" CHECK ((state = 'running') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX "one_running_drill" ON "drill" ("organisation_id", "kind", "slug") WHERE state = 'running';
CREATE INDEX "drill_organisation_id_kind_slug_started_at_idx" ON "drill" ("organisation_id", "kind", "slug", "started_at");
ALTER TABLE "drill" ADD CONSTRAINT "drill_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('drill');

CREATE TABLE "drill_case" (
  "organisation_id" TEXT NOT NULL,
  "drill_id" TEXT NOT NULL,
  "n" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "clause" TEXT,
  "trigger" TEXT NOT NULL,
  "terms" TEXT NOT NULL,
  "agent" TEXT,
  "twin" TEXT,
  "outcome" TEXT NOT NULL,
  "says" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "request" JSONB,
  "before" JSONB,
  "after" JSONB,
  "decided_ms" INTEGER,
  "enforced_ms" INTEGER,
  CONSTRAINT "drill_case_pkey" PRIMARY KEY ("organisation_id", "drill_id", "n"),
  CONSTRAINT "drill_case_outcome" CHECK (outcome IN ('passed', 'failed'))
);
-- The newest word on a threshold is one step of this.
CREATE INDEX "drill_case_newest_idx" ON "drill_case" ("organisation_id", "kind", "slug", "clause", "trigger", "at");
ALTER TABLE "drill_case" ADD CONSTRAINT "drill_case_organisation_id_drill_id_fkey" FOREIGN KEY ("organisation_id", "drill_id") REFERENCES "drill" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER drill_case_append_only BEFORE UPDATE OR DELETE ON "drill_case" FOR EACH ROW EXECUTE FUNCTION surety_append_only();
SELECT surety_wall('drill_case');

CREATE TABLE "drill_schedule" (
  "organisation_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "cadence" TEXT NOT NULL,
  "next_at" TIMESTAMPTZ(3) NOT NULL,
  "set_at" TIMESTAMPTZ(3) NOT NULL,
  "set_by" JSONB NOT NULL,
  CONSTRAINT "drill_schedule_pkey" PRIMARY KEY ("organisation_id", "kind", "slug"),
  CONSTRAINT "drill_schedule_kind" CHECK (kind IN ('pact', 'metric'))
);
CREATE INDEX "drill_schedule_next_at_idx" ON "drill_schedule" ("next_at");
ALTER TABLE "drill_schedule" ADD CONSTRAINT "drill_schedule_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('drill_schedule');

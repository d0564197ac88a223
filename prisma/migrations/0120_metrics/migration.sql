-- Governed metrics: a threshold that changes nothing cannot be stored, and what a breach did holds until a person lifts it.
CREATE TABLE "metric" (
  "organisation_id" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "formula" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "scope" JSONB NOT NULL,
  "window" TEXT NOT NULL,
  "owner" TEXT NOT NULL,
  "cadence" TEXT NOT NULL,
  "op" TEXT NOT NULL,
  "threshold" DOUBLE PRECISION NOT NULL,
  "response" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" JSONB NOT NULL,
  "reviewed_at" TIMESTAMPTZ(3) NOT NULL,
  "reviewed_by" JSONB,
  "missed_reviews" INTEGER NOT NULL DEFAULT 0,
  "reminded_at" TIMESTAMPTZ(3),
  "state" TEXT NOT NULL DEFAULT 'no_data',
  "value" DOUBLE PRECISION,
  "measured_at" TIMESTAMPTZ(3),
  "armed" BOOLEAN NOT NULL DEFAULT true,
  "breached_at" TIMESTAMPTZ(3),
  CONSTRAINT "metric_pkey" PRIMARY KEY ("organisation_id", "slug"),
  CONSTRAINT "metric_op" CHECK (op IN ('<', '<=', '>', '>=')),
  CONSTRAINT "metric_response" CHECK (response ? 'do'),
  CONSTRAINT "metric_state" CHECK (state IN ('ok', 'breached', 'no_data'))
);
ALTER TABLE "metric" ADD CONSTRAINT "metric_organisation_id_owner_fkey" FOREIGN KEY ("organisation_id", "owner") REFERENCES "team" ("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "metric" ADD CONSTRAINT "metric_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('metric');

CREATE TABLE "metric_value" (
  "organisation_id" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "value" DOUBLE PRECISION,
  "state" TEXT NOT NULL,
  CONSTRAINT "metric_value_pkey" PRIMARY KEY ("organisation_id", "metric", "day")
);
ALTER TABLE "metric_value" ADD CONSTRAINT "metric_value_organisation_id_metric_fkey" FOREIGN KEY ("organisation_id", "metric") REFERENCES "metric" ("organisation_id", "slug") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('metric_value');

CREATE TABLE "metric_response" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "level" TEXT,
  "agent" TEXT,
  "workflow" TEXT,
  "pact" TEXT,
  "value" DOUBLE PRECISION NOT NULL,
  "says" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "lifted_at" TIMESTAMPTZ(3),
  "lifted_by" JSONB,
  "lift_reason" TEXT,
  CONSTRAINT "metric_response_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "metric_response_kind" CHECK (kind IN ('cap', 'enforce', 'incident', 'review', 'freeze', 'notify')),
  CONSTRAINT "metric_response_level" CHECK ((kind = 'cap') = (level IS NOT NULL) AND level IN ('limited', 'supervised', 'suspended')),
  -- Lifted by a person, with a reason, or not at all.
  CONSTRAINT "metric_response_lifted" CHECK (
    (lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lift_reason IS NULL)
    AND (lifted_by IS NULL OR lifted_by ->> 'type' = 'member')
  )
);
CREATE INDEX "metric_response_organisation_id_metric_since_idx" ON "metric_response" ("organisation_id", "metric", "since");
CREATE INDEX "metric_response_in_force" ON "metric_response" ("organisation_id") WHERE lifted_at IS NULL;
ALTER TABLE "metric_response" ADD CONSTRAINT "metric_response_organisation_id_metric_fkey" FOREIGN KEY ("organisation_id", "metric") REFERENCES "metric" ("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;
SELECT surety_wall('metric_response');

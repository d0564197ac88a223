-- Who is told of events outside, and every message that is due to them.
CREATE TABLE "webhook" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "events" TEXT[] NOT NULL,
  "description" TEXT,
  "format" TEXT NOT NULL,
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "secret" TEXT NOT NULL,
  "former_secret" TEXT,
  "former_until" TIMESTAMPTZ(3),
  "after" BIGINT NOT NULL,
  "held_by" TEXT,
  "held_until" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "webhook_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "webhook_format" CHECK (format IN ('standard', 'cloudevents')),
  CONSTRAINT "webhook_events" CHECK (cardinality(events) > 0),
  CONSTRAINT "webhook_former" CHECK ((former_secret IS NULL) = (former_until IS NULL))
);
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('webhook');

CREATE TABLE "webhook_delivery" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "webhook" TEXT NOT NULL,
  "event" TEXT NOT NULL,
  "seq" BIGINT NOT NULL,
  "kind" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "next_at" TIMESTAMPTZ(3) NOT NULL,
  "tried_at" TIMESTAMPTZ(3),
  "status" INTEGER,
  "problem" TEXT,
  CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "webhook_delivery_state" CHECK (state IN ('waiting', 'delivered', 'dead'))
);
-- An event is due to a webhook once, however often the outbox is read.
CREATE UNIQUE INDEX "webhook_delivery_organisation_id_webhook_event_key" ON "webhook_delivery" ("organisation_id", "webhook", "event");
CREATE INDEX "webhook_delivery_state_next_at_idx" ON "webhook_delivery" ("state", "next_at");
CREATE INDEX "webhook_delivery_organisation_id_webhook_state_subject_seq_idx" ON "webhook_delivery" ("organisation_id", "webhook", "state", "subject", "seq");
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_organisation_id_webhook_fkey" FOREIGN KEY ("organisation_id", "webhook") REFERENCES "webhook" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('webhook_delivery');

-- A breach may call for the owner's look at once: that is no look of a person's, and must not overwrite when there was one.
ALTER TABLE "metric" ADD COLUMN "called_at" TIMESTAMPTZ(3);
UPDATE "metric" SET called_at = coalesce(breached_at, updated_at), reviewed_at = created_at WHERE reviewed_at < '1971-01-01';

-- What independent observers saw and nobody has explained yet: calls without a permit, and actions never seen of an agent before.
CREATE TABLE "finding" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "observation_id" TEXT NOT NULL,
  "exception_id" TEXT,
  "agent" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "workflow" TEXT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "says" TEXT NOT NULL,
  "first" BOOLEAN NOT NULL,
  "owner" TEXT,
  "state" TEXT NOT NULL DEFAULT 'open',
  "opened_at" TIMESTAMPTZ(3) NOT NULL,
  "assigned_by" JSONB,
  "closed_at" TIMESTAMPTZ(3),
  "closed_by" JSONB,
  "outcome" TEXT,
  "reason" TEXT,
  CONSTRAINT "finding_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "finding_kind" CHECK (kind IN ('ungoverned', 'new_tool') AND (kind = 'new_tool') = (exception_id IS NULL)),
  CONSTRAINT "finding_outcome" CHECK (outcome IN ('gated', 'expected', 'stopped', 'mistaken')),
  CONSTRAINT "finding_closed" CHECK (
    state IN ('open', 'closed') AND (state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL)
    AND (closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (reason IS NULL)
  )
);
CREATE INDEX "finding_organisation_id_state_id_idx" ON "finding" ("organisation_id", "state", "id");
CREATE INDEX "finding_organisation_id_agent_action_idx" ON "finding" ("organisation_id", "agent", "action");
ALTER TABLE "finding" ADD CONSTRAINT "finding_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "finding" ADD CONSTRAINT "finding_organisation_id_owner_fkey" FOREIGN KEY ("organisation_id", "owner") REFERENCES "team" ("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;
SELECT surety_wall('finding');

-- Actions that observers have seen of each agent: the first time is told apart without reading all that was observed.
CREATE TABLE "seen_action" (
  "organisation_id" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "first_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "seen_action_pkey" PRIMARY KEY ("organisation_id", "agent", "action")
);
ALTER TABLE "seen_action" ADD CONSTRAINT "seen_action_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('seen_action');
INSERT INTO "seen_action" SELECT organisation_id, agent, action, min(at) FROM "observation" GROUP BY 1, 2, 3;

-- The word of agents and gateways that they run, and on which revision those decide that decide by themselves.
CREATE TABLE "heartbeat" (
  "organisation_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "every_ms" INTEGER NOT NULL,
  "release" TEXT,
  "revision" INTEGER,
  "first_at" TIMESTAMPTZ(3) NOT NULL,
  "beat_at" TIMESTAMPTZ(3) NOT NULL,
  "silent_at" TIMESTAMPTZ(3),
  CONSTRAINT "heartbeat_pkey" PRIMARY KEY ("organisation_id", "kind", "name"),
  CONSTRAINT "heartbeat_kind" CHECK (kind IN ('agent', 'gateway')),
  CONSTRAINT "heartbeat_every" CHECK (every_ms BETWEEN 1000 AND 86400000)
);
ALTER TABLE "heartbeat" ADD CONSTRAINT "heartbeat_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('heartbeat');

-- A drift that is decided and not enforced everywhere: 0 nobody was told, 1 its team and the owners, 2 its escalation.
ALTER TABLE "drift" ADD COLUMN "unenforced_told" INTEGER NOT NULL DEFAULT 0;

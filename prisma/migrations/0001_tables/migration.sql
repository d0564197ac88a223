-- CreateTable
CREATE TABLE "organisation" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "log_id" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation_revision" (
    "organisation_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "structure" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "organisation_revision_pkey" PRIMARY KEY ("organisation_id")
);

-- CreateTable
CREATE TABLE "organisation_fence" (
    "organisation_id" TEXT NOT NULL,
    "lowered_at" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "organisation_fence_pkey" PRIMARY KEY ("organisation_id")
);

-- CreateTable
CREATE TABLE "member" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "workflows" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "password_hash" TEXT,
    "failed_sign_ins" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "workflows" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "token_hash" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "session" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "member_id" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "rotated_from" TEXT,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "team" (
    "organisation_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "deputy" TEXT,
    "escalation" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("organisation_id","slug")
);

-- CreateTable
CREATE TABLE "team_member" (
    "organisation_id" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("organisation_id","team","member_id")
);

-- CreateTable
CREATE TABLE "agent" (
    "organisation_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "candidates" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("organisation_id","slug")
);

-- CreateTable
CREATE TABLE "agent_release" (
    "organisation_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_release_pkey" PRIMARY KEY ("organisation_id","agent","since")
);

-- CreateTable
CREATE TABLE "workflow" (
    "organisation_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "consequential" BOOLEAN NOT NULL,
    "risk" TEXT NOT NULL,
    "actions" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflow_pkey" PRIMARY KEY ("organisation_id","slug")
);

-- CreateTable
CREATE TABLE "pact" (
    "organisation_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pact_pkey" PRIMARY KEY ("organisation_id","slug")
);

-- CreateTable
CREATE TABLE "pact_version" (
    "organisation_id" TEXT NOT NULL,
    "pact" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "agent" TEXT NOT NULL,
    "workflow" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "edited_by" JSONB NOT NULL,
    "edited_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "live_at" TIMESTAMPTZ(3),
    "superseded_at" TIMESTAMPTZ(3),
    "published_by" JSONB,

    CONSTRAINT "pact_version_pkey" PRIMARY KEY ("organisation_id","pact","version")
);

-- CreateTable
CREATE TABLE "pact_approval" (
    "organisation_id" TEXT NOT NULL,
    "pact" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pact_approval_pkey" PRIMARY KEY ("organisation_id","pact","version","hash","member_id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "pact" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "passed" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "standing" TEXT NOT NULL DEFAULT 'provider',
    "method" TEXT,
    "artifact_uri" TEXT,
    "artifact_sha256" TEXT,
    "attributes" JSONB,
    "decision_id" TEXT,
    "recorded_by" JSONB NOT NULL,
    "passing" BOOLEAN NOT NULL,
    "counts" BOOLEAN NOT NULL,
    "seq" BIGSERIAL NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "clause_line" (
    "organisation_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "pact" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clause_line_pkey" PRIMARY KEY ("organisation_id","agent","pact","clause","evidence_hash","release")
);

-- CreateTable
CREATE TABLE "latch" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "pact" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "at" INTEGER,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3) NOT NULL,
    "says" TEXT NOT NULL,
    "evidence_id" TEXT,
    "drift_id" TEXT,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" JSONB,
    "lift_reason" TEXT,

    CONSTRAINT "latch_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "drift" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "pact" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "e" DOUBLE PRECISION NOT NULL,
    "onset_at" TIMESTAMPTZ(3),
    "suspected_at" TIMESTAMPTZ(3) NOT NULL,
    "alarm_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "verified_by" JSONB,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by" JSONB,
    "reason" TEXT,
    "says" TEXT NOT NULL,
    "enforced_revision" INTEGER,

    CONSTRAINT "drift_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "incident" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by" JSONB NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" JSONB,
    "note" TEXT,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "grant_" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "workflow" TEXT,
    "level" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "requested_by" JSONB NOT NULL,
    "requested_by_id" TEXT NOT NULL,
    "decided_by" JSONB,
    "decided_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "since" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "grant__pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "override" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "pact" TEXT NOT NULL,
    "clause" TEXT,
    "triggers" TEXT[],
    "actions" TEXT[],
    "when" TEXT,
    "max_uses" INTEGER,
    "used" INTEGER NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "ticket" TEXT,
    "break_glass" BOOLEAN NOT NULL DEFAULT false,
    "quorum" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "requested_by" JSONB NOT NULL,
    "requested_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "ended_by" JSONB,
    "note" TEXT,
    "ratified_at" TIMESTAMPTZ(3),
    "ratified_by" JSONB,

    CONSTRAINT "override_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "override_approval" (
    "organisation_id" TEXT NOT NULL,
    "override_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "override_approval_pkey" PRIMARY KEY ("organisation_id","override_id","member_id")
);

-- CreateTable
CREATE TABLE "override_use" (
    "organisation_id" TEXT NOT NULL,
    "override_id" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "override_use_pkey" PRIMARY KEY ("organisation_id","override_id","decision_id")
);

-- CreateTable
CREATE TABLE "review" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "workflow" TEXT,
    "request_hash" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" JSONB,
    "reason" TEXT,
    "answer" JSONB,

    CONSTRAINT "review_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "decision_segment" (
    "organisation_id" TEXT NOT NULL,
    "first_id" TEXT NOT NULL,
    "last_id" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "revision" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "tally" JSONB NOT NULL,
    "agents" TEXT[],
    "sealed_by" TEXT,
    "root" BYTEA,
    "salt" BYTEA,

    CONSTRAINT "decision_segment_pkey" PRIMARY KEY ("organisation_id","first_id")
);

-- CreateTable
CREATE TABLE "decision_index" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "agent" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "workflow" TEXT,
    "verdict" TEXT NOT NULL,
    "permitted" BOOLEAN NOT NULL,
    "governed" BOOLEAN NOT NULL,
    "triggers" TEXT[],
    "pacts" TEXT[],
    "clauses" TEXT[],

    CONSTRAINT "decision_index_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "exception" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "decision_id" TEXT,
    "agent" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "detail" JSONB NOT NULL,
    "entry_id" TEXT,

    CONSTRAINT "exception_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "index" BIGINT,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" JSONB,
    "salt" BYTEA,
    "leaf" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "ledger_head" (
    "organisation_id" TEXT NOT NULL,
    "size" BIGINT NOT NULL DEFAULT 0,
    "frontier" JSONB NOT NULL DEFAULT '[]',
    "root" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_head_pkey" PRIMARY KEY ("organisation_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "revision" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "seq" BIGSERIAL NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "node" (
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "node_ack" (
    "organisation_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "node_ack_pkey" PRIMARY KEY ("organisation_id","node_id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "organisation_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("organisation_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "organisation_slug_key" ON "organisation"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "organisation_log_id_key" ON "organisation"("log_id");

-- CreateIndex
CREATE INDEX "member_email_idx" ON "member"("email");

-- CreateIndex
CREATE UNIQUE INDEX "member_organisation_id_email_key" ON "member"("organisation_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "session_organisation_id_member_id_idx" ON "session"("organisation_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_id_key" ON "session"("id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_organisation_id_member_id_idx" ON "api_key"("organisation_id", "member_id");

-- CreateIndex
CREATE INDEX "pact_version_organisation_id_agent_idx" ON "pact_version"("organisation_id", "agent");

-- CreateIndex
CREATE INDEX "evidence_organisation_id_pact_clause_seq_idx" ON "evidence"("organisation_id", "pact", "clause", "seq");

-- CreateIndex
CREATE INDEX "evidence_organisation_id_seq_idx" ON "evidence"("organisation_id", "seq");

-- CreateIndex
CREATE INDEX "clause_line_organisation_id_revision_idx" ON "clause_line"("organisation_id", "revision");

-- CreateIndex
CREATE INDEX "latch_organisation_id_agent_pact_clause_idx" ON "latch"("organisation_id", "agent", "pact", "clause");

-- CreateIndex
CREATE INDEX "drift_organisation_id_state_idx" ON "drift"("organisation_id", "state");

-- CreateIndex
CREATE INDEX "incident_organisation_id_state_idx" ON "incident"("organisation_id", "state");

-- CreateIndex
CREATE INDEX "grant__organisation_id_agent_state_idx" ON "grant_"("organisation_id", "agent", "state");

-- CreateIndex
CREATE INDEX "override_organisation_id_state_idx" ON "override"("organisation_id", "state");

-- CreateIndex
CREATE INDEX "review_organisation_id_state_expires_at_idx" ON "review"("organisation_id", "state", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "review_organisation_id_decision_id_key" ON "review"("organisation_id", "decision_id");

-- CreateIndex
CREATE INDEX "decision_segment_organisation_id_to_at_idx" ON "decision_segment"("organisation_id", "to_at");

-- CreateIndex
CREATE INDEX "decision_segment_organisation_id_node_first_id_idx" ON "decision_segment"("organisation_id", "node", "first_id");

-- CreateIndex
CREATE INDEX "decision_index_organisation_id_at_idx" ON "decision_index"("organisation_id", "at");

-- CreateIndex
CREATE INDEX "exception_organisation_id_at_idx" ON "exception"("organisation_id", "at");

-- CreateIndex
CREATE INDEX "ledger_entry_organisation_id_subject_idx" ON "ledger_entry"("organisation_id", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_organisation_id_index_key" ON "ledger_entry"("organisation_id", "index");

-- CreateIndex
CREATE INDEX "outbox_delivered_at_seq_idx" ON "outbox"("delivered_at", "seq");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- AddForeignKey
ALTER TABLE "organisation_revision" ADD CONSTRAINT "organisation_revision_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisation_fence" ADD CONSTRAINT "organisation_fence_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_organisation_id_team_fkey" FOREIGN KEY ("organisation_id", "team") REFERENCES "team"("organisation_id", "slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_release" ADD CONSTRAINT "agent_release_organisation_id_agent_fkey" FOREIGN KEY ("organisation_id", "agent") REFERENCES "agent"("organisation_id", "slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow" ADD CONSTRAINT "workflow_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pact" ADD CONSTRAINT "pact_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pact_version" ADD CONSTRAINT "pact_version_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact"("organisation_id", "slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pact_approval" ADD CONSTRAINT "pact_approval_organisation_id_pact_version_fkey" FOREIGN KEY ("organisation_id", "pact", "version") REFERENCES "pact_version"("organisation_id", "pact", "version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pact_approval" ADD CONSTRAINT "pact_approval_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_organisation_id_agent_fkey" FOREIGN KEY ("organisation_id", "agent") REFERENCES "agent"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clause_line" ADD CONSTRAINT "clause_line_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "latch" ADD CONSTRAINT "latch_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drift" ADD CONSTRAINT "drift_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_organisation_id_agent_fkey" FOREIGN KEY ("organisation_id", "agent") REFERENCES "agent"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_" ADD CONSTRAINT "grant__organisation_id_agent_fkey" FOREIGN KEY ("organisation_id", "agent") REFERENCES "agent"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "override" ADD CONSTRAINT "override_organisation_id_agent_fkey" FOREIGN KEY ("organisation_id", "agent") REFERENCES "agent"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "override" ADD CONSTRAINT "override_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact"("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "override_approval" ADD CONSTRAINT "override_approval_organisation_id_override_id_fkey" FOREIGN KEY ("organisation_id", "override_id") REFERENCES "override"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "override_approval" ADD CONSTRAINT "override_approval_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "override_use" ADD CONSTRAINT "override_use_organisation_id_override_id_fkey" FOREIGN KEY ("organisation_id", "override_id") REFERENCES "override"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review" ADD CONSTRAINT "review_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_segment" ADD CONSTRAINT "decision_segment_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_index" ADD CONSTRAINT "decision_index_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception" ADD CONSTRAINT "exception_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_head" ADD CONSTRAINT "ledger_head_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_ack" ADD CONSTRAINT "node_ack_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_ack" ADD CONSTRAINT "node_ack_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_key" ADD CONSTRAINT "idempotency_key_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What restoring and rebuilding a clause's line need beside evidence and latches.

-- What a latch does, as of the version in force when it came: it holds where a later version has no such trigger.
ALTER TABLE "latch" ADD COLUMN "consequence" JSONB;

-- Whether the clause that a record tested was the live one when it came: evidence for a draft latches nothing.
ALTER TABLE "evidence" ADD COLUMN "live" BOOLEAN NOT NULL DEFAULT true;
CREATE INDEX "evidence_organisation_id_pact_clause_artifact_sha256_idx" ON "evidence" ("organisation_id", "pact", "clause", "artifact_sha256");

-- What people did to a line, numbered in one row with the evidence: replaying both in that order rebuilds the line.
CREATE TABLE "line_act" (
  "organisation_id" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "clause" TEXT NOT NULL,
  "evidence_hash" TEXT NOT NULL,
  "release" TEXT NOT NULL,
  "seq" BIGINT NOT NULL DEFAULT nextval('evidence_seq_seq'::regclass),
  "kind" TEXT NOT NULL,
  "trigger" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "by" JSONB NOT NULL,
  CONSTRAINT "line_act_pkey" PRIMARY KEY ("organisation_id", "seq"),
  CONSTRAINT "line_act_kind" CHECK (kind IN ('lifted', 'verified')),
  CONSTRAINT "line_act_trigger" CHECK (trigger IN ('failures', 'drift'))
);
CREATE INDEX "line_act_organisation_id_agent_pact_clause_idx" ON "line_act" ("organisation_id", "agent", "pact", "clause");
ALTER TABLE "line_act" ADD CONSTRAINT "line_act_organisation_id_pact_fkey" FOREIGN KEY ("organisation_id", "pact") REFERENCES "pact" ("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Words given on a latch by people: one of the owning team, and on a critical clause one from outside it.
CREATE TABLE "restoration_signoff" (
  "organisation_id" TEXT NOT NULL,
  "latch_id" TEXT NOT NULL,
  "member_id" TEXT NOT NULL,
  "team" TEXT NOT NULL,
  "inside" BOOLEAN NOT NULL,
  "reason" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "restoration_signoff_pkey" PRIMARY KEY ("organisation_id", "latch_id", "member_id")
);
ALTER TABLE "restoration_signoff" ADD CONSTRAINT "restoration_signoff_organisation_id_latch_id_fkey" FOREIGN KEY ("organisation_id", "latch_id") REFERENCES "latch" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "restoration_signoff" ADD CONSTRAINT "restoration_signoff_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member" ("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What really happened after a decision, as the agent tells it: once a decision.
CREATE TABLE "outcome" (
  "organisation_id" TEXT NOT NULL,
  "decision_id" TEXT NOT NULL,
  "result" TEXT NOT NULL,
  "clauses" JSONB NOT NULL,
  "observed_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_by" JSONB NOT NULL,
  "evidence" TEXT[],
  CONSTRAINT "outcome_pkey" PRIMARY KEY ("organisation_id", "decision_id"),
  CONSTRAINT "outcome_result" CHECK (result IN ('success', 'failure', 'aborted'))
);
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT surety_wall('line_act'), surety_wall('restoration_signoff'), surety_wall('outcome');
CREATE TRIGGER line_act_append_only BEFORE UPDATE OR DELETE ON line_act FOR EACH ROW EXECUTE FUNCTION surety_append_only();
CREATE TRIGGER outcome_append_only BEFORE UPDATE ON outcome FOR EACH ROW EXECUTE FUNCTION surety_append_only();

-- Whoever signs stands inside or outside the owning team as the team's list says, and never changes a word given.
CREATE FUNCTION surety_signoff_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'a sign-off stays as it was given' USING ERRCODE = 'SY010';
  END IF;
  IF NEW.inside <> EXISTS (SELECT 1 FROM team_member t
    WHERE t.organisation_id = NEW.organisation_id AND t.team = NEW.team AND t.member_id = NEW.member_id) THEN
    RAISE EXCEPTION 'inside and outside a team are not a matter of choice' USING ERRCODE = 'SY013';
  END IF;
  IF EXISTS (SELECT 1 FROM latch l WHERE l.organisation_id = NEW.organisation_id AND l.id = NEW.latch_id AND l.lifted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'only what is latched is signed off' USING ERRCODE = 'SY012';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER restoration_signoff_guard BEFORE INSERT OR UPDATE ON restoration_signoff FOR EACH ROW EXECUTE FUNCTION surety_signoff_guard();

-- A latch, once lifted, stays lifted; another one may come. What it says and does never changes.
CREATE FUNCTION surety_latch_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.lifted_at IS NOT NULL OR NEW.agent <> OLD.agent OR NEW.pact <> OLD.pact OR NEW.clause <> OLD.clause
    OR NEW.release <> OLD.release OR NEW.trigger <> OLD.trigger OR NEW.at IS DISTINCT FROM OLD.at OR NEW.since <> OLD.since
    OR NEW.verified_at > OLD.verified_at OR NEW.consequence IS DISTINCT FROM OLD.consequence THEN
    RAISE EXCEPTION 'a latch is lifted once, and never softened before' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER latch_guard BEFORE UPDATE ON latch FOR EACH ROW EXECUTE FUNCTION surety_latch_guard();

-- A review is settled once, and is bound to its request.
CREATE FUNCTION surety_review_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'pending' OR NEW.request_hash <> OLD.request_hash OR NEW.request IS DISTINCT FROM OLD.request
    OR NEW.decision_id <> OLD.decision_id OR NEW.expires_at > OLD.expires_at THEN
    RAISE EXCEPTION 'a review is settled once, and bound to its request' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_guard BEFORE UPDATE ON review FOR EACH ROW EXECUTE FUNCTION surety_review_guard();

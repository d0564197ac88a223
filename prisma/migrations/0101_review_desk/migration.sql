-- Reviews: who has taken one up, whose turn it is, and that one ends with the run that asked.
ALTER TABLE review ADD COLUMN "claimed_by" JSONB,
  ADD COLUMN "claimed_by_id" TEXT,
  ADD COLUMN "claimed_at" TIMESTAMPTZ(3),
  ADD COLUMN "escalated" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE review DROP CONSTRAINT review_state,
  ADD CONSTRAINT review_state CHECK (state IN ('pending', 'approved', 'denied', 'expired')),
  ADD CONSTRAINT review_escalated CHECK (escalated BETWEEN 0 AND 2),
  ADD CONSTRAINT review_claimed CHECK ((claimed_by_id IS NULL) = (claimed_at IS NULL));
CREATE INDEX review_of_run ON review (organisation_id, agent, (request ->> 'run')) WHERE state = 'pending';
CREATE INDEX "review_organisation_id_settled_at_idx" ON review ("organisation_id", "settled_at");

-- Runs that are over. A review of one is never approved, whichever came first.
CREATE TABLE "run_end" (
  "organisation_id" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "run" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "by" JSONB NOT NULL,
  CONSTRAINT "run_end_pkey" PRIMARY KEY ("organisation_id", "agent", "run")
);
ALTER TABLE "run_end" ADD CONSTRAINT "run_end_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('run_end');
CREATE TRIGGER run_end_append_only BEFORE UPDATE OR DELETE ON run_end FOR EACH ROW EXECUTE FUNCTION surety_append_only();

CREATE OR REPLACE FUNCTION surety_review_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'pending' OR NEW.request_hash <> OLD.request_hash OR NEW.request IS DISTINCT FROM OLD.request
    OR NEW.decision_id <> OLD.decision_id OR NEW.expires_at > OLD.expires_at OR NEW.escalated < OLD.escalated THEN
    RAISE EXCEPTION 'a review is settled once, and bound to its request' USING ERRCODE = 'SY010';
  END IF;
  IF NEW.state = 'approved' AND EXISTS (SELECT 1 FROM run_end e
    WHERE e.organisation_id = NEW.organisation_id AND e.agent = NEW.agent AND e.run = NEW.request ->> 'run') THEN
    RAISE EXCEPTION 'the run that asked is over' USING ERRCODE = 'SY012';
  END IF;
  RETURN NEW;
END $$;

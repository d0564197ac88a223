-- The case for more authority: approvals with a quorum, a probation that falls back by itself, and what was weighed.
ALTER TABLE "grant_" ADD COLUMN "quorum" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "probation_for" TEXT,
  ADD COLUMN "probation_on" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "probation_until" TIMESTAMPTZ(3),
  ADD COLUMN "confirmed_at" TIMESTAMPTZ(3),
  ADD COLUMN "confirmed_by" JSONB,
  ADD COLUMN "confirmed_by_id" TEXT,
  ADD COLUMN "fell_because" JSONB,
  ADD COLUMN "decided_at" TIMESTAMPTZ(3),
  ADD COLUMN "weighed" JSONB;
-- When it ends as things are: a probation that nobody has confirmed ends it too.
ALTER TABLE "grant_" ADD COLUMN "ends_at" TIMESTAMPTZ(3) GENERATED ALWAYS AS
  (CASE WHEN probation_until IS NOT NULL AND confirmed_at IS NULL THEN least(probation_until, "until") ELSE "until" END) STORED;
ALTER TABLE "grant_" DROP CONSTRAINT grant_state,
  ADD CONSTRAINT grant_state CHECK (state IN ('requested', 'active', 'denied', 'withdrawn', 'superseded', 'fell_back')),
  ADD CONSTRAINT grant_quorum CHECK (quorum BETWEEN 1 AND 2),
  ADD CONSTRAINT grant_probation CHECK (probation_on <@ ARRAY['drift', 'incident', 'evidence']
    AND (probation_for IS NOT NULL OR (probation_on = '{}' AND probation_until IS NULL))),
  ADD CONSTRAINT grant_confirmed CHECK ((confirmed_at IS NULL) = (confirmed_by_id IS NULL) AND (confirmed_at IS NULL OR probation_until IS NOT NULL)),
  ADD CONSTRAINT grant_fell CHECK ((state = 'fell_back') = (fell_because IS NOT NULL)
    AND (state <> 'fell_back' OR (probation_until IS NOT NULL AND confirmed_at IS NULL AND ended_at IS NOT NULL)));

DROP INDEX one_lasting_grant;
CREATE UNIQUE INDEX one_lasting_grant ON grant_ (organisation_id, agent, coalesce(workflow, ''))
  WHERE state = 'active' AND ended_at IS NULL AND ends_at IS NULL;
CREATE INDEX grant_on_probation ON grant_ (probation_until)
  WHERE state = 'active' AND ended_at IS NULL AND confirmed_at IS NULL AND probation_until IS NOT NULL;

CREATE TABLE "grant_approval" (
  "organisation_id" TEXT NOT NULL,
  "grant_id" TEXT NOT NULL,
  "member_id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "grant_approval_pkey" PRIMARY KEY ("organisation_id", "grant_id", "member_id")
);
ALTER TABLE "grant_approval" ADD CONSTRAINT "grant_approval_organisation_id_grant_id_fkey" FOREIGN KEY ("organisation_id", "grant_id") REFERENCES "grant_" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grant_approval" ADD CONSTRAINT "grant_approval_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member" ("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
SELECT surety_wall('grant_approval');

CREATE FUNCTION surety_grant_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE g grant_;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'an approval stays as it was given' USING ERRCODE = 'SY010';
  END IF;
  SELECT * INTO g FROM grant_ WHERE organisation_id = NEW.organisation_id AND id = NEW.grant_id FOR UPDATE;
  IF g.state <> 'requested' THEN
    RAISE EXCEPTION 'only a request for authority is approved' USING ERRCODE = 'SY012';
  END IF;
  IF g.requested_by_id = NEW.member_id THEN
    RAISE EXCEPTION 'whoever asked for authority never grants it' USING ERRCODE = 'SY013';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grant_approval_guard BEFORE INSERT OR UPDATE ON grant_approval FOR EACH ROW EXECUTE FUNCTION surety_grant_approval_guard();

-- More authority is given by as many others as the request needs; a probation ends it or is confirmed by another person, once.
CREATE OR REPLACE FUNCTION surety_grant_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given int;
BEGIN
  IF NEW.agent <> OLD.agent OR NEW.workflow IS DISTINCT FROM OLD.workflow OR NEW.level <> OLD.level
    OR NEW.requested_by_id <> OLD.requested_by_id OR NEW."until" IS DISTINCT FROM OLD."until" OR NEW.quorum < OLD.quorum
    OR NEW.probation_for IS DISTINCT FROM OLD.probation_for OR NEW.probation_on <> OLD.probation_on
    OR (OLD.state <> 'requested' AND NEW.probation_until IS DISTINCT FROM OLD.probation_until)
    OR (OLD.since IS NOT NULL AND NEW.since IS DISTINCT FROM OLD.since)
    OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at OR NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id))
    OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
    RAISE EXCEPTION 'a grant is never changed, only replaced' USING ERRCODE = 'SY010';
  END IF;
  IF OLD.state = 'requested' AND NEW.state = 'active' THEN
    IF NEW.decided_by_id IS NULL OR NEW.decided_by_id = OLD.requested_by_id THEN
      RAISE EXCEPTION 'whoever asked for authority never grants it' USING ERRCODE = 'SY013';
    END IF;
    -- Whoever decides has approved by that.
    SELECT count(*) INTO given FROM member m WHERE m.organisation_id = NEW.organisation_id AND m.removed_at IS NULL
      AND m.role IN ('owner', 'approver') AND m.id <> OLD.requested_by_id
      AND (cardinality(m.workflows) = 0 OR NEW.workflow = ANY (m.workflows))
      AND (m.id = NEW.decided_by_id OR EXISTS (SELECT 1 FROM grant_approval a
        WHERE a.organisation_id = NEW.organisation_id AND a.grant_id = NEW.id AND a.member_id = m.id));
    IF given < NEW.quorum THEN
      RAISE EXCEPTION 'more authority needs % approval(s) by owners or approvers, % given', NEW.quorum, given USING ERRCODE = 'SY011';
    END IF;
    IF (NEW.probation_for IS NULL) <> (NEW.probation_until IS NULL) THEN
      RAISE EXCEPTION 'what was asked for on probation begins on probation' USING ERRCODE = 'SY010';
    END IF;
  ELSIF NEW.state <> OLD.state AND NOT (OLD.state = 'requested' AND NEW.state IN ('denied', 'withdrawn'))
    AND NOT (OLD.state = 'active' AND NEW.state IN ('superseded', 'fell_back')) THEN
    RAISE EXCEPTION 'a settled grant stays settled' USING ERRCODE = 'SY010';
  END IF;
  IF OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL THEN
    IF NEW.confirmed_by_id = NEW.requested_by_id THEN
      RAISE EXCEPTION 'whoever asked for authority never confirms it' USING ERRCODE = 'SY013';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM member m WHERE m.organisation_id = NEW.organisation_id AND m.id = NEW.confirmed_by_id
        AND m.removed_at IS NULL AND m.role IN ('owner', 'approver')) THEN
      RAISE EXCEPTION 'an owner or approver confirms' USING ERRCODE = 'SY011';
    END IF;
    IF NEW.state <> 'active' OR NEW.ended_at IS NOT NULL OR NEW.confirmed_at >= OLD.ends_at THEN
      RAISE EXCEPTION 'what is over is not confirmed' USING ERRCODE = 'SY012';
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- As lib/db/state.ts LOAD reads it: a grant ends when its probation does.
DO $$
DECLARE source text := pg_get_functiondef('surety_past_value(text, jsonb)'::regprocedure);
BEGIN
  IF position($q$'until', r -> 'until'$q$ IN source) = 0 THEN
    RAISE EXCEPTION 'surety_past_value reads no end of a grant';
  END IF;
  EXECUTE replace(source, $q$'until', r -> 'until'$q$, $q$'until', r -> 'ends_at'$q$);
END $$;

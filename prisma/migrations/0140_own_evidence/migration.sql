-- Whoever submitted evidence since a latch came, or made the service key that it was sent with, is no outsider to it.
CREATE OR REPLACE FUNCTION surety_signoff_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
  IF NOT NEW.inside AND EXISTS (SELECT 1 FROM latch l
    JOIN evidence e ON e.organisation_id = l.organisation_id AND e.agent = l.agent AND e.pact = l.pact AND e.clause = l.clause
      AND e.recorded_at >= l.since
    LEFT JOIN api_key k ON e.recorded_by ->> 'type' = 'service' AND k.organisation_id = e.organisation_id AND k.id = e.recorded_by ->> 'id'
    WHERE l.organisation_id = NEW.organisation_id AND l.id = NEW.latch_id
      AND coalesce(k.created_by, e.recorded_by ->> 'id') = NEW.member_id) THEN
    RAISE EXCEPTION 'whoever submitted the evidence does not sign it off from outside' USING ERRCODE = 'SY013';
  END IF;
  RETURN NEW;
END $$;

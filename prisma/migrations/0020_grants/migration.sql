-- A grant with an end lies over the one before it, which holds again afterwards: only one may be without an end.
DROP INDEX one_active_grant;
CREATE UNIQUE INDEX one_lasting_grant ON grant_ (organisation_id, agent, coalesce(workflow, ''))
  WHERE state = 'active' AND ended_at IS NULL AND "until" IS NULL;

-- More authority is given by another person than the one who asked; what was settled stays settled, and never grows.
CREATE FUNCTION surety_grant_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.agent <> OLD.agent OR NEW.workflow IS DISTINCT FROM OLD.workflow OR NEW.level <> OLD.level
    OR NEW.requested_by_id <> OLD.requested_by_id OR NEW."until" IS DISTINCT FROM OLD."until"
    OR (OLD.since IS NOT NULL AND NEW.since IS DISTINCT FROM OLD.since)
    OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
    RAISE EXCEPTION 'a grant is never changed, only replaced' USING ERRCODE = 'SY010';
  END IF;
  IF OLD.state = 'requested' AND NEW.state = 'active' THEN
    IF NEW.decided_by_id IS NULL OR NEW.decided_by_id = OLD.requested_by_id THEN
      RAISE EXCEPTION 'whoever asked for authority never grants it' USING ERRCODE = 'SY013';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM member m WHERE m.organisation_id = NEW.organisation_id AND m.id = NEW.decided_by_id
        AND m.removed_at IS NULL AND m.role IN ('owner', 'approver')) THEN
      RAISE EXCEPTION 'more authority is granted by an owner or approver' USING ERRCODE = 'SY011';
    END IF;
  ELSIF NEW.state <> OLD.state AND NOT (OLD.state = 'requested' AND NEW.state = 'denied')
    AND NOT (OLD.state = 'active' AND NEW.state = 'superseded') THEN
    RAISE EXCEPTION 'a settled grant stays settled' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grant_guard BEFORE UPDATE ON grant_ FOR EACH ROW EXECUTE FUNCTION surety_grant_guard();

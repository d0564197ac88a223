-- An organisation keeps an owner, also where two of them leave at the same moment: whoever changes one holds the
-- organisation's row, so the second sees what the first did. (An organisation that is itself deleted has no row any more.)
CREATE FUNCTION surety_last_owner_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.role <> 'owner' OR OLD.removed_at IS NOT NULL THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.role = 'owner' AND NEW.removed_at IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
  IF FOUND AND NOT EXISTS (
    SELECT 1 FROM member WHERE organisation_id = OLD.organisation_id AND role = 'owner' AND removed_at IS NULL
  ) THEN
    RAISE EXCEPTION 'an organisation keeps an owner' USING ERRCODE = 'SY010';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER last_owner_guard AFTER UPDATE OF role, removed_at OR DELETE ON member FOR EACH ROW EXECUTE FUNCTION surety_last_owner_guard();

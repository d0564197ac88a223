-- What the live stream follows: the outbox in the order in which it was committed.

CREATE INDEX "outbox_organisation_id_seq_idx" ON "outbox" ("organisation_id", "seq");

-- A number is drawn under a lock that lasts until the commit, so within an organisation whoever has seen a number has seen
-- all smaller ones: "everything after 17" never misses a row that was drawn early and committed late.
CREATE FUNCTION surety_outbox_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('outbox ' || NEW.organisation_id, 0));
  NEW.seq := nextval('outbox_seq_seq');
  RETURN NEW;
END $$;
CREATE TRIGGER outbox_order BEFORE INSERT ON "outbox" FOR EACH ROW EXECUTE FUNCTION surety_outbox_order();

-- Nodes are woken at commit, also where the change moved no revision.
CREATE FUNCTION surety_outbox_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('surety_outbox', f.organisation_id) FROM (SELECT DISTINCT organisation_id FROM fresh) f;
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_wake AFTER INSERT ON "outbox" REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION surety_outbox_wake();

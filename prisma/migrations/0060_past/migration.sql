-- What decisions were made from, revision by revision: so that one can be asked again as it was decided. Each time what a
-- snapshot reads of a row changes, that is added here with the first revision that shows it; null: it is no more. Kept by
-- triggers, so that no verb can forget it.
CREATE TABLE "past_fact" (
  "organisation_id" TEXT NOT NULL,
  "seq" BIGSERIAL NOT NULL,
  "kind" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "value" JSONB,
  CONSTRAINT "past_fact_pkey" PRIMARY KEY ("organisation_id", "seq")
);
-- The newest of a key at a revision, whatever came after, is one step of this.
CREATE INDEX "past_fact_at_idx" ON "past_fact" ("organisation_id", "agent", "kind", "key", "revision", "seq");
-- Written in a transaction whose revision is not known yet.
CREATE INDEX "past_fact_new_idx" ON "past_fact" ("organisation_id") WHERE revision = -1;
ALTER TABLE "past_fact" ADD CONSTRAINT "past_fact_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('past_fact');
GRANT USAGE ON SEQUENCE "past_fact_seq_seq" TO surety_app, surety_system;

-- What a snapshot reads of a row (lib/db/state.ts LOAD); null where it does not read the row.
CREATE FUNCTION surety_past_value(p_table text, r jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_table
    WHEN 'organisation' THEN r -> 'settings'
    WHEN 'agent' THEN jsonb_build_object('slug', r -> 'slug', 'release', r -> 'release', 'candidates', r -> 'candidates')
    WHEN 'workflow' THEN jsonb_build_object('slug', r -> 'slug', 'name', r -> 'name', 'consequential', r -> 'consequential',
      'risk', r -> 'risk', 'actions', r -> 'actions')
    WHEN 'pact_version' THEN CASE WHEN r ->> 'state' = 'live' THEN jsonb_build_object('pact', r -> 'pact', 'version', r -> 'version') END
    WHEN 'latch' THEN CASE WHEN r ->> 'lifted_at' IS NULL THEN jsonb_build_object('id', r -> 'id', 'agent', r -> 'agent', 'pact', r -> 'pact',
      'clause', r -> 'clause', 'release', r -> 'release', 'trigger', r -> 'trigger', 'at', r -> 'at', 'since', r -> 'since',
      'verifiedAt', r -> 'verified_at', 'says', r -> 'says', 'consequence', r -> 'consequence', 'evidenceId', r -> 'evidence_id') END
    WHEN 'incident' THEN CASE WHEN r ->> 'state' = 'open' THEN jsonb_build_object('id', r -> 'id', 'agent', r -> 'agent',
      'severity', r -> 'severity', 'title', r -> 'title', 'openedAt', r -> 'opened_at') END
    WHEN 'override' THEN CASE WHEN r ->> 'state' = 'approved' THEN jsonb_build_object('id', r -> 'id', 'agent', r -> 'agent', 'pact', r -> 'pact',
      'clause', r -> 'clause', 'triggers', r -> 'triggers', 'actions', r -> 'actions', 'when', r -> 'when', 'maxUses', r -> 'max_uses',
      'startsAt', r -> 'starts_at', 'endsAt', r -> 'ends_at', 'reason', r -> 'reason', 'createdAt', r -> 'created_at') END
    WHEN 'grant_' THEN CASE WHEN r ->> 'state' = 'active' AND r ->> 'ended_at' IS NULL THEN jsonb_build_object('id', r -> 'id',
      'agent', r -> 'agent', 'workflow', r -> 'workflow', 'level', r -> 'level', 'reason', r -> 'reason', 'since', r -> 'since',
      'until', r -> 'until') END
    WHEN 'metric_response' THEN CASE WHEN r ->> 'kind' = 'cap' AND r ->> 'lifted_at' IS NULL THEN jsonb_build_object('id', r -> 'id',
      'metric', r -> 'metric', 'agent', r -> 'agent', 'workflow', r -> 'workflow', 'pact', r -> 'pact', 'level', r -> 'level',
      'since', r -> 'since', 'says', r -> 'says') END
    -- Of a line, what a decision reads: not the monitor's own numbers.
    WHEN 'clause_line' THEN jsonb_build_object('newest', r #> '{state,newest}', 'last', r #> '{state,last}',
      'lastFailureAt', r #> '{state,lastFailureAt}', 'weights', r #> '{state,weights}')
  END
$$;

CREATE FUNCTION surety_past_key(p_table text, r jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_table
    WHEN 'organisation' THEN ''
    WHEN 'agent' THEN r ->> 'slug'
    WHEN 'workflow' THEN r ->> 'slug'
    WHEN 'pact_version' THEN concat_ws(E'\n', r ->> 'pact', r ->> 'version')
    WHEN 'clause_line' THEN concat_ws(E'\n', r ->> 'pact', r ->> 'clause', r ->> 'evidence_hash', r ->> 'release')
    ELSE r ->> 'id'
  END
$$;

CREATE FUNCTION surety_past_agent(p_table text, r jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_table = 'agent' THEN r ->> 'slug' ELSE coalesce(r ->> 'agent', '') END
$$;

CREATE FUNCTION surety_keep_past() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r jsonb := to_jsonb(NEW);
  v jsonb := surety_past_value(TG_TABLE_NAME, r);
  v_revision int := -1;
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME <> 'clause_line' THEN
    IF v IS NOT DISTINCT FROM surety_past_value(TG_TABLE_NAME, to_jsonb(OLD)) THEN
      RETURN NULL;
    END IF;
  ELSIF TG_OP = 'INSERT' AND v IS NULL THEN
    RETURN NULL;
  END IF;
  -- A line is told its revision itself, once it is known.
  IF TG_TABLE_NAME = 'clause_line' THEN
    v_revision := (r ->> 'revision')::int;
  END IF;
  INSERT INTO past_fact (organisation_id, kind, agent, key, revision, value)
  VALUES (CASE WHEN TG_TABLE_NAME = 'organisation' THEN r ->> 'id' ELSE r ->> 'organisation_id' END, TG_TABLE_NAME,
    surety_past_agent(TG_TABLE_NAME, r), surety_past_key(TG_TABLE_NAME, r), v_revision, v);
  RETURN NULL;
END $$;

-- What was written in this transaction is seen from this revision on.
CREATE FUNCTION surety_date_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE past_fact SET revision = NEW.revision WHERE organisation_id = NEW.organisation_id AND revision = -1;
  RETURN NULL;
END $$;

CREATE TRIGGER organisation_past AFTER INSERT OR UPDATE OF settings ON "organisation" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER agent_past AFTER INSERT OR UPDATE ON "agent" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER workflow_past AFTER INSERT OR UPDATE ON "workflow" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER pact_version_past AFTER INSERT OR UPDATE ON "pact_version" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER latch_past AFTER INSERT OR UPDATE ON "latch" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER incident_past AFTER INSERT OR UPDATE ON "incident" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER override_past AFTER INSERT OR UPDATE ON "override" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER grant_past AFTER INSERT OR UPDATE ON "grant_" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER clause_line_past AFTER INSERT OR UPDATE ON "clause_line" FOR EACH ROW WHEN (NEW.revision >= 0) EXECUTE FUNCTION surety_keep_past();
CREATE TRIGGER organisation_revision_past AFTER INSERT OR UPDATE OF revision ON "organisation_revision" FOR EACH ROW EXECUTE FUNCTION surety_date_past();

-- What there is by now: known from the present revision on. Older decisions cannot be asked again as they were decided.
INSERT INTO past_fact (organisation_id, kind, agent, key, revision, value)
SELECT n.organisation_id, n.kind, surety_past_agent(n.kind, n.r), surety_past_key(n.kind, n.r), v.revision, surety_past_value(n.kind, n.r)
FROM (
  SELECT id AS organisation_id, 'organisation' AS kind, to_jsonb(t) AS r FROM "organisation" t
  UNION ALL SELECT organisation_id, 'agent', to_jsonb(t) FROM "agent" t
  UNION ALL SELECT organisation_id, 'workflow', to_jsonb(t) FROM "workflow" t
  UNION ALL SELECT organisation_id, 'pact_version', to_jsonb(t) FROM "pact_version" t
  UNION ALL SELECT organisation_id, 'latch', to_jsonb(t) FROM "latch" t
  UNION ALL SELECT organisation_id, 'incident', to_jsonb(t) FROM "incident" t
  UNION ALL SELECT organisation_id, 'override', to_jsonb(t) FROM "override" t
  UNION ALL SELECT organisation_id, 'grant_', to_jsonb(t) FROM "grant_" t
  UNION ALL SELECT organisation_id, 'clause_line', to_jsonb(t) FROM "clause_line" t
) n JOIN organisation_revision v ON v.organisation_id = n.organisation_id
WHERE surety_past_value(n.kind, n.r) IS NOT NULL;

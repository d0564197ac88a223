-- The walls: what must hold is held here too, whatever the application does.

-- 1. Two roles, neither the owner of the tables. surety_app sees one organisation; surety_system (sign-in look-ups,
--    start-up, the sequencer) sees all. Every unit of work takes one of them with SET LOCAL ROLE.
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['surety_app', 'surety_system'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of this cluster was first
      END;
    END IF;
    IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO %I', wanted, current_user);
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO surety_app, surety_system;

-- One organisation's rows only, for a table with organisation_id (or, for `organisation` itself, id).
CREATE FUNCTION surety_wall(name regclass, col text DEFAULT 'organisation_id') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
  EXECUTE format(
    'CREATE POLICY one_organisation ON %s TO surety_app USING (%I = current_setting(''surety.organisation'', true)) WITH CHECK (%I = current_setting(''surety.organisation'', true))',
    name, col, col);
  EXECUTE format('CREATE POLICY system ON %s TO surety_system USING (true) WITH CHECK (true)', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO surety_app, surety_system', name);
END $$;

DO $$
DECLARE t text;
BEGIN
  PERFORM surety_wall('organisation', 'id');
  FOR t IN
    SELECT c.table_name FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.column_name = 'organisation_id'
  LOOP
    PERFORM surety_wall(format('public.%I', t)::regclass);
  END LOOP;
END $$;

-- Nodes belong to the installation, not to an organisation.
GRANT SELECT, INSERT, UPDATE, DELETE ON node TO surety_system;
GRANT SELECT ON node TO surety_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO surety_app, surety_system;

-- 2. Closed sets.
ALTER TABLE member ADD CONSTRAINT member_role CHECK (role IN ('owner', 'author', 'approver', 'operator', 'auditor')),
  ADD CONSTRAINT member_email_lower CHECK (email = lower(email));
ALTER TABLE invitation ADD CONSTRAINT invitation_role CHECK (role IN ('owner', 'author', 'approver', 'operator', 'auditor'));
ALTER TABLE api_key ADD CONSTRAINT api_key_kind CHECK ((kind = 'service' AND member_id IS NULL) OR (kind = 'personal' AND member_id IS NOT NULL));
ALTER TABLE workflow ADD CONSTRAINT workflow_risk CHECK (risk IN ('low', 'medium', 'high', 'critical'));
ALTER TABLE pact_version ADD CONSTRAINT pact_version_state CHECK (state IN ('draft', 'in_review', 'live', 'superseded'));
ALTER TABLE incident ADD CONSTRAINT incident_severity CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  ADD CONSTRAINT incident_state CHECK (state IN ('open', 'resolved'));
ALTER TABLE grant_ ADD CONSTRAINT grant_level CHECK (level IN ('full', 'limited', 'supervised', 'suspended')),
  ADD CONSTRAINT grant_state CHECK (state IN ('requested', 'active', 'denied', 'superseded'));
ALTER TABLE "override" ADD CONSTRAINT override_state CHECK (state IN ('requested', 'approved', 'denied', 'revoked')),
  ADD CONSTRAINT override_ends CHECK (ends_at > starts_at),
  ADD CONSTRAINT override_uses CHECK (used >= 0 AND (max_uses IS NULL OR used <= max_uses));
ALTER TABLE review ADD CONSTRAINT review_state CHECK (state IN ('pending', 'approved', 'denied'));
ALTER TABLE drift ADD CONSTRAINT drift_state CHECK (state IN ('suspected', 'verified', 'cleared'));
ALTER TABLE evidence ADD CONSTRAINT evidence_checks CHECK (passed >= 0 AND failed >= 0 AND passed + failed > 0);
ALTER TABLE latch ADD CONSTRAINT latch_trigger CHECK (trigger IN ('failures', 'drift'));

-- 3. One of a kind.
CREATE UNIQUE INDEX one_live_version ON pact_version (organisation_id, pact) WHERE state = 'live';
CREATE UNIQUE INDEX one_open_draft ON pact_version (organisation_id, pact) WHERE state IN ('draft', 'in_review');
CREATE UNIQUE INDEX one_active_grant ON grant_ (organisation_id, agent, coalesce(workflow, '')) WHERE state = 'active' AND ended_at IS NULL;
CREATE UNIQUE INDEX one_open_latch ON latch (organisation_id, agent, pact, clause, release, trigger, coalesce(at, 0)) WHERE lifted_at IS NULL;
-- The same artifact never renews a window twice.
CREATE UNIQUE INDEX one_renewal_per_artifact ON evidence (organisation_id, agent, pact, clause, artifact_sha256) WHERE counts AND artifact_sha256 IS NOT NULL;
CREATE INDEX ledger_unnumbered ON ledger_entry (organisation_id, seq) WHERE index IS NULL;
CREATE INDEX exception_unentered ON exception (organisation_id, at) WHERE entry_id IS NULL;
CREATE INDEX segment_unsealed ON decision_segment (organisation_id, first_id) WHERE sealed_by IS NULL;

-- 4. What is published stays as it is, and nobody approves their own work.
CREATE FUNCTION surety_pact_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE needed int; given int;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state IN ('live', 'superseded') THEN
      RAISE EXCEPTION 'a published pact version is never deleted' USING ERRCODE = 'SY010';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state IN ('live', 'superseded') THEN
    IF NEW.document IS DISTINCT FROM OLD.document OR NEW.hash <> OLD.hash OR NEW.version <> OLD.version
      OR NEW.agent <> OLD.agent OR NEW.workflow <> OLD.workflow OR NEW.mode <> OLD.mode
      OR NOT (NEW.state = OLD.state OR (OLD.state = 'live' AND NEW.state = 'superseded')) THEN
      RAISE EXCEPTION 'a published pact version is immutable' USING ERRCODE = 'SY010';
    END IF;
  ELSIF NEW.hash <> OLD.hash AND NEW.state <> 'draft' THEN
    RAISE EXCEPTION 'an edit takes a version back to draft' USING ERRCODE = 'SY010';
  END IF;
  IF OLD.state IN ('draft', 'in_review') AND NEW.state = 'live' THEN
    SELECT coalesce((settings ->> 'approvals')::int, 1) INTO needed FROM organisation WHERE id = NEW.organisation_id;
    SELECT count(*) INTO given FROM pact_approval a JOIN member m ON m.organisation_id = a.organisation_id AND m.id = a.member_id
      WHERE a.organisation_id = NEW.organisation_id AND a.pact = NEW.pact AND a.version = NEW.version AND a.hash = NEW.hash
        AND m.removed_at IS NULL AND m.role IN ('owner', 'approver') AND m.id <> NEW.edited_by_id;
    IF given < needed THEN
      RAISE EXCEPTION 'publishing needs % approval(s), % given', needed, given USING ERRCODE = 'SY011';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pact_version_guard BEFORE UPDATE OR DELETE ON pact_version FOR EACH ROW EXECUTE FUNCTION surety_pact_version_guard();

CREATE FUNCTION surety_pact_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v pact_version;
BEGIN
  SELECT * INTO v FROM pact_version WHERE organisation_id = NEW.organisation_id AND pact = NEW.pact AND version = NEW.version FOR UPDATE;
  IF v.state <> 'in_review' OR v.hash <> NEW.hash THEN
    RAISE EXCEPTION 'an approval is bound to the hash under review' USING ERRCODE = 'SY012';
  END IF;
  IF v.edited_by_id = NEW.member_id THEN
    RAISE EXCEPTION 'whoever wrote a draft never approves it' USING ERRCODE = 'SY013';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pact_approval_guard BEFORE INSERT OR UPDATE ON pact_approval FOR EACH ROW EXECUTE FUNCTION surety_pact_approval_guard();

CREATE FUNCTION surety_override_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE o "override";
BEGIN
  SELECT * INTO o FROM "override" WHERE organisation_id = NEW.organisation_id AND id = NEW.override_id FOR UPDATE;
  IF o.state <> 'requested' THEN
    RAISE EXCEPTION 'only a requested override is approved' USING ERRCODE = 'SY012';
  END IF;
  IF o.requested_by_id = NEW.member_id THEN
    RAISE EXCEPTION 'whoever asked for an override never approves it' USING ERRCODE = 'SY013';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER override_approval_guard BEFORE INSERT OR UPDATE ON override_approval FOR EACH ROW EXECUTE FUNCTION surety_override_approval_guard();

-- An override is active once its quorum stands; what was granted is never lengthened or widened afterwards.
CREATE FUNCTION surety_override_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given int;
BEGIN
  IF OLD.state = 'requested' AND NEW.state = 'approved' THEN
    SELECT count(*) INTO given FROM override_approval a JOIN member m ON m.organisation_id = a.organisation_id AND m.id = a.member_id
      WHERE a.organisation_id = NEW.organisation_id AND a.override_id = NEW.id AND m.removed_at IS NULL AND m.role IN ('owner', 'approver');
    IF given < NEW.quorum THEN
      RAISE EXCEPTION 'this override needs % approval(s), % given', NEW.quorum, given USING ERRCODE = 'SY011';
    END IF;
  ELSIF OLD.state IN ('denied', 'revoked') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'a settled override stays settled' USING ERRCODE = 'SY010';
  ELSIF OLD.state = 'approved' AND NEW.state NOT IN ('approved', 'revoked') THEN
    RAISE EXCEPTION 'an approved override can only be revoked' USING ERRCODE = 'SY010';
  END IF;
  IF NEW.ends_at > OLD.ends_at OR NEW.quorum <> OLD.quorum OR NEW.requested_by_id <> OLD.requested_by_id
    OR NEW.agent <> OLD.agent OR NEW.pact <> OLD.pact OR NEW.clause IS DISTINCT FROM OLD.clause
    OR NOT (NEW.triggers <@ OLD.triggers) OR NOT (NEW.actions <@ OLD.actions)
    OR (OLD.max_uses IS NOT NULL AND (NEW.max_uses IS NULL OR NEW.max_uses > OLD.max_uses)) THEN
    RAISE EXCEPTION 'an override is never lengthened or widened' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER override_guard BEFORE UPDATE ON "override" FOR EACH ROW EXECUTE FUNCTION surety_override_guard();

-- 5. Append only.
CREATE FUNCTION surety_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'SY010';
END $$;
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION surety_append_only();

CREATE FUNCTION surety_ledger_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'SY010';
  END IF;
  -- Numbered once; erasing takes payload and salt, never the leaf.
  IF NEW.leaf <> OLD.leaf OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at OR (OLD.index IS NOT NULL AND NEW.index IS DISTINCT FROM OLD.index)
    OR (NEW.payload IS NOT NULL AND NEW.payload IS DISTINCT FROM OLD.payload) OR (NEW.salt IS NOT NULL AND NEW.salt IS DISTINCT FROM OLD.salt) THEN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'SY010';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_guard BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION surety_ledger_guard();

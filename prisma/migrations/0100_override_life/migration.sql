-- Overrides: their whole life, bound to the pact version that they were asked for, and break-glass.
ALTER TABLE "override" ADD COLUMN "pact_version" INTEGER,
  ADD COLUMN "widened_by_id" TEXT,
  ADD COLUMN "ratified_by_id" TEXT,
  ADD COLUMN "ratify_by" TIMESTAMPTZ(3),
  ADD COLUMN "unratified_at" TIMESTAMPTZ(3);
UPDATE "override" o SET pact_version = v.version FROM pact_version v
  WHERE v.organisation_id = o.organisation_id AND v.pact = o.pact AND v.state = 'live';
CREATE INDEX "override_organisation_id_pact_decided_at_idx" ON "override" ("organisation_id", "pact", "decided_at");
CREATE INDEX "override_use_organisation_id_at_idx" ON "override_use" ("organisation_id", "at");

ALTER TABLE "override" DROP CONSTRAINT override_state,
  ADD CONSTRAINT override_state CHECK (state IN ('requested', 'approved', 'denied', 'withdrawn', 'revoked', 'stale')),
  -- A request lapses after seven days, and with its own end: nothing is approved after that.
  ADD CONSTRAINT override_lapses CHECK (state <> 'approved' OR break_glass OR decided_at IS NULL
    OR (decided_at < created_at + interval '7 days' AND decided_at < ends_at)) NOT VALID,
  ADD CONSTRAINT break_glass_bounds CHECK (NOT break_glass
    OR (ends_at <= starts_at + interval '60 minutes' AND starts_at = created_at AND decided_at = created_at AND ratify_by IS NOT NULL)),
  ADD CONSTRAINT ratified_is_break_glass CHECK (break_glass OR (ratified_at IS NULL AND unratified_at IS NULL)),
  ADD CONSTRAINT ratified_or_not CHECK (ratified_at IS NULL OR (unratified_at IS NULL AND ratified_at <= ratify_by));

-- Whether everything that pattern `inner_` names is named by `outer_` (lib/domain/action.ts coversPattern).
CREATE FUNCTION surety_covers(outer_ text, inner_ text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT outer_ = '*' OR outer_ = inner_ OR (outer_ LIKE '%.*' AND starts_with(inner_, left(outer_, -1)))
$$;

-- Nothing begins as approved but what breaks the glass.
CREATE FUNCTION surety_override_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.used <> 0 OR NEW.ratified_at IS NOT NULL OR NEW.unratified_at IS NOT NULL
    OR NOT (NEW.state = 'requested' AND NOT NEW.break_glass OR NEW.state = 'approved' AND NEW.break_glass) THEN
    RAISE EXCEPTION 'an override begins as a request, or breaks the glass' USING ERRCODE = 'SY011';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER override_begins BEFORE INSERT ON "override" FOR EACH ROW EXECUTE FUNCTION surety_override_begins();

CREATE OR REPLACE FUNCTION surety_override_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE o "override";
BEGIN
  SELECT * INTO o FROM "override" WHERE organisation_id = NEW.organisation_id AND id = NEW.override_id FOR UPDATE;
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'an approval stays as it was given' USING ERRCODE = 'SY010';
  END IF;
  IF o.state <> 'requested' THEN
    RAISE EXCEPTION 'only a requested override is approved' USING ERRCODE = 'SY012';
  END IF;
  IF o.requested_by_id = NEW.member_id OR o.widened_by_id = NEW.member_id THEN
    RAISE EXCEPTION 'whoever asked for an override, or widened it last, never approves it' USING ERRCODE = 'SY013';
  END IF;
  RETURN NEW;
END $$;

-- A request is narrowed by those who answer it. Widened it is only with all approvals voided and whoever did it named. Once
-- it is settled nothing of it changes but its uses, its end by revocation or by a new version, and its ratification.
CREATE OR REPLACE FUNCTION surety_override_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given int; live int; path text; widened boolean;
BEGIN
  IF NEW.requested_by_id <> OLD.requested_by_id OR NEW.agent <> OLD.agent OR NEW.pact <> OLD.pact
    OR NEW.clause IS DISTINCT FROM OLD.clause OR NEW.quorum < OLD.quorum OR NEW.break_glass <> OLD.break_glass
    OR NEW.created_at <> OLD.created_at OR NEW.ratify_by IS DISTINCT FROM OLD.ratify_by OR NEW.used < OLD.used THEN
    RAISE EXCEPTION 'an override stays what was asked for' USING ERRCODE = 'SY010';
  END IF;
  widened := NEW.starts_at < OLD.starts_at OR NEW.ends_at > OLD.ends_at OR NOT (NEW.triggers <@ OLD.triggers)
    OR EXISTS (SELECT 1 FROM unnest(NEW.actions) i WHERE NOT EXISTS (SELECT 1 FROM unnest(OLD.actions) o WHERE surety_covers(o, i)))
    OR (OLD.max_uses IS NOT NULL AND (NEW.max_uses IS NULL OR NEW.max_uses > OLD.max_uses))
    OR (OLD."when" IS NOT NULL AND (NEW."when" IS NULL
      OR NOT (NEW."when" = OLD."when" OR starts_with(NEW."when", '(' || OLD."when" || ') && ('))));
  IF OLD.state <> 'requested' AND (widened OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at
    OR NEW.triggers <> OLD.triggers OR NEW.actions <> OLD.actions OR NEW."when" IS DISTINCT FROM OLD."when"
    OR NEW.max_uses IS DISTINCT FROM OLD.max_uses OR NEW.reason <> OLD.reason OR NEW.widened_by_id IS DISTINCT FROM OLD.widened_by_id
    OR NEW.decided_at IS DISTINCT FROM OLD.decided_at) THEN
    RAISE EXCEPTION 'an override is never changed once it is settled' USING ERRCODE = 'SY010';
  END IF;
  IF widened AND (NEW.state <> 'requested' OR NEW.widened_by_id IS NULL
    OR EXISTS (SELECT 1 FROM override_approval a WHERE a.organisation_id = NEW.organisation_id AND a.override_id = NEW.id)) THEN
    RAISE EXCEPTION 'an override is never lengthened or widened by who approves it' USING ERRCODE = 'SY010';
  END IF;
  IF OLD.state = 'requested' AND NEW.state = 'approved' THEN
    SELECT v.version, v.workflow INTO live, path FROM pact_version v
      WHERE v.organisation_id = NEW.organisation_id AND v.pact = NEW.pact AND v.state = 'live' FOR SHARE;
    IF live IS NULL OR live IS DISTINCT FROM NEW.pact_version THEN
      RAISE EXCEPTION 'another version of the pact was published since' USING ERRCODE = 'SY012';
    END IF;
    SELECT count(*) INTO given FROM override_approval a JOIN member m ON m.organisation_id = a.organisation_id AND m.id = a.member_id
      WHERE a.organisation_id = NEW.organisation_id AND a.override_id = NEW.id AND m.removed_at IS NULL AND m.role IN ('owner', 'approver')
        AND (cardinality(m.workflows) = 0 OR path = ANY (m.workflows)) AND m.id <> NEW.requested_by_id;
    IF given < NEW.quorum OR NEW.decided_at IS NULL THEN
      RAISE EXCEPTION 'this override needs % approval(s), % given', NEW.quorum, given USING ERRCODE = 'SY011';
    END IF;
  ELSIF NEW.state <> OLD.state
    AND NOT (OLD.state = 'requested' AND NEW.state IN ('denied', 'withdrawn', 'revoked', 'stale'))
    AND NOT (OLD.state = 'approved' AND NEW.state IN ('revoked', 'stale')) THEN
    RAISE EXCEPTION 'a settled override stays settled' USING ERRCODE = 'SY010';
  END IF;
  IF (OLD.ratified_at IS NOT NULL AND (NEW.ratified_at IS DISTINCT FROM OLD.ratified_at OR NEW.ratified_by_id IS DISTINCT FROM OLD.ratified_by_id))
    OR (OLD.unratified_at IS NOT NULL AND NEW.unratified_at IS DISTINCT FROM OLD.unratified_at) THEN
    RAISE EXCEPTION 'a ratification stays as it was given' USING ERRCODE = 'SY010';
  END IF;
  IF OLD.ratified_at IS NULL AND NEW.ratified_at IS NOT NULL THEN
    IF NEW.ratified_by_id IS NULL OR NEW.ratified_by_id = NEW.requested_by_id THEN
      RAISE EXCEPTION 'whoever broke the glass never ratifies it' USING ERRCODE = 'SY013';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM member m WHERE m.organisation_id = NEW.organisation_id AND m.id = NEW.ratified_by_id
      AND m.removed_at IS NULL AND m.role IN ('owner', 'approver')) THEN
      RAISE EXCEPTION 'an owner or approver ratifies' USING ERRCODE = 'SY011';
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- The recorder's statement takes a batch as one value and its body: sixteen parameters cost the server more than the
-- decisions in them. What it does is as before: fenced, a batch decided on a revision older than the last one that lowered
-- something records nothing and returns false; the caller reloads and decides anew. A batch that was given while the
-- database was away is not fenced: it is already answered, and is written down as what happened.
CREATE FUNCTION surety_record(p_batch jsonb, p_body bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  v_organisation text := p_batch ->> 'organisation';
  v_revision int := (p_batch ->> 'revision')::int;
  used record;
BEGIN
  IF NOT (p_batch ? 'away') THEN
    PERFORM 1 FROM organisation_fence WHERE organisation_id = v_organisation AND lowered_at <= v_revision FOR SHARE;
    IF NOT FOUND THEN
      RETURN false;
    END IF;
  END IF;
  INSERT INTO decision_segment (organisation_id, first_id, last_id, node, count, from_at, to_at, revision, body, tally, agents)
  VALUES (v_organisation, p_batch ->> 'first', p_batch ->> 'last', p_batch ->> 'node', (p_batch ->> 'count')::int,
    to_timestamp((p_batch ->> 'from')::float8 / 1000), to_timestamp((p_batch ->> 'to')::float8 / 1000), v_revision, p_body,
    p_batch -> 'tally', ARRAY(SELECT DISTINCT t ->> 0 FROM jsonb_array_elements(p_batch -> 'tally') AS t));
  IF p_batch ? 'index' THEN
    INSERT INTO decision_index (organisation_id, id, at, agent, action, workflow, verdict, permitted, governed, triggers, pacts, clauses)
    SELECT v_organisation, r.id, r.at, r.agent, r.action, r.workflow, r.verdict, r.permitted, r.governed, r.triggers, r.pacts, r.clauses
    FROM jsonb_to_recordset(p_batch -> 'index') AS r(id text, at timestamptz, agent text, action text, workflow text, verdict text,
      permitted boolean, governed boolean, triggers text[], pacts text[], clauses text[]);
  END IF;
  IF p_batch ? 'reviews' THEN
    INSERT INTO review (organisation_id, id, decision_id, agent, action, workflow, request_hash, request, state, created_at, expires_at)
    SELECT v_organisation, r.id, r.decision, r.agent, r.action, r.workflow, r.request_hash, r.request, 'pending', r.at, r.expires_at
    FROM jsonb_to_recordset(p_batch -> 'reviews') AS r(id text, decision text, agent text, action text, workflow text, request_hash text,
      request jsonb, at timestamptz, expires_at timestamptz);
  END IF;
  IF p_batch ? 'uses' THEN
    FOR used IN SELECT u.override, count(*)::int AS n FROM jsonb_to_recordset(p_batch -> 'uses') AS u(override text) GROUP BY u.override ORDER BY u.override LOOP
      UPDATE "override" o SET used = o.used + used.n
      WHERE o.organisation_id = v_organisation AND o.id = used.override AND o.state = 'approved'
        AND (o.max_uses IS NULL OR o.used + used.n <= o.max_uses);
      IF NOT FOUND THEN
        RAISE EXCEPTION 'override % has no uses left', used.override USING ERRCODE = 'SY001';
      END IF;
    END LOOP;
    INSERT INTO override_use (organisation_id, override_id, decision_id, at)
    SELECT v_organisation, u.override, u.decision, u.at FROM jsonb_to_recordset(p_batch -> 'uses') AS u(override text, decision text, at timestamptz);
  END IF;
  IF p_batch ? 'exceptions' THEN
    INSERT INTO exception (organisation_id, id, kind, decision_id, agent, action, at, detail)
    SELECT v_organisation, e.id, e.kind, e.decision, e.agent, e.action, e.at, e.detail
    FROM jsonb_to_recordset(p_batch -> 'exceptions') AS e(id text, kind text, decision text, agent text, action text, at timestamptz, detail jsonb);
  END IF;
  -- Answers to calls with an Idempotency-Key: a key that is taken (23505) undoes the batch, and each such call is made alone.
  IF p_batch ? 'answers' THEN
    DELETE FROM idempotency_key k USING jsonb_to_recordset(p_batch -> 'answers') AS a(key text, at timestamptz)
    WHERE k.organisation_id = v_organisation AND k.key = a.key AND k.created_at <= a.at - interval '24 hours';
    INSERT INTO idempotency_key (organisation_id, key, scope, body_hash, status, response, created_at)
    SELECT v_organisation, a.key, a.scope, a.body_hash, a.status, a.response, a.at
    FROM jsonb_to_recordset(p_batch -> 'answers') AS a(key text, scope text, body_hash text, status int, response jsonb, at timestamptz);
  END IF;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION surety_record(jsonb, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION surety_record(jsonb, bytea) TO surety_app, surety_system;
-- ALTER OWNER asks that the new owner may create in the schema; only for this moment.
GRANT CREATE ON SCHEMA public TO surety_system;
ALTER FUNCTION surety_record(jsonb, bytea) OWNER TO surety_system;
REVOKE CREATE ON SCHEMA public FROM surety_system;
DROP FUNCTION surety_record(text, int, text, text, text, int, timestamptz, timestamptz, bytea, jsonb, text[], jsonb, jsonb, jsonb, jsonb, jsonb);

-- A body waits a second as text and is then deflated: trying to compress either would be in vain.
ALTER TABLE decision_segment ALTER COLUMN body SET STORAGE EXTERNAL;
-- Each group commit's row is taken away when it is sealed: its place is to be free for the next ones at once.
ALTER TABLE decision_segment SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.05);

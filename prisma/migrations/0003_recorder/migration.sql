-- The recorder's one statement per batch. Fenced: a batch decided on a revision older than the last one that lowered
-- something records nothing and returns 0; the caller reloads and decides anew.
CREATE FUNCTION surety_record(
  p_organisation text, p_revision int, p_node text, p_first text, p_last text, p_count int,
  p_from timestamptz, p_to timestamptz, p_body bytea, p_tally jsonb, p_agents text[],
  p_index jsonb, p_reviews jsonb, p_uses jsonb, p_exceptions jsonb, p_answers jsonb
) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE used record;
BEGIN
  PERFORM 1 FROM organisation_fence WHERE organisation_id = p_organisation AND lowered_at <= p_revision FOR SHARE;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  INSERT INTO decision_segment (organisation_id, first_id, last_id, node, count, from_at, to_at, revision, body, tally, agents)
  VALUES (p_organisation, p_first, p_last, p_node, p_count, p_from, p_to, p_revision, p_body, p_tally, p_agents);
  IF p_index IS NOT NULL THEN
    INSERT INTO decision_index (organisation_id, id, at, agent, action, workflow, verdict, permitted, governed, triggers, pacts, clauses)
    SELECT p_organisation, r.id, r.at, r.agent, r.action, r.workflow, r.verdict, r.permitted, r.governed, r.triggers, r.pacts, r.clauses
    FROM jsonb_to_recordset(p_index) AS r(id text, at timestamptz, agent text, action text, workflow text, verdict text,
      permitted boolean, governed boolean, triggers text[], pacts text[], clauses text[]);
  END IF;
  IF p_reviews IS NOT NULL THEN
    INSERT INTO review (organisation_id, id, decision_id, agent, action, workflow, request_hash, request, state, created_at, expires_at)
    SELECT p_organisation, r.id, r.decision, r.agent, r.action, r.workflow, r.request_hash, r.request, 'pending', r.at, r.expires_at
    FROM jsonb_to_recordset(p_reviews) AS r(id text, decision text, agent text, action text, workflow text, request_hash text,
      request jsonb, at timestamptz, expires_at timestamptz);
  END IF;
  IF p_uses IS NOT NULL THEN
    FOR used IN SELECT u.override, count(*)::int AS n FROM jsonb_to_recordset(p_uses) AS u(override text) GROUP BY u.override ORDER BY u.override LOOP
      UPDATE "override" o SET used = o.used + used.n
      WHERE o.organisation_id = p_organisation AND o.id = used.override AND o.state = 'approved'
        AND (o.max_uses IS NULL OR o.used + used.n <= o.max_uses);
      IF NOT FOUND THEN
        RAISE EXCEPTION 'override % has no uses left', used.override USING ERRCODE = 'SY001';
      END IF;
    END LOOP;
    INSERT INTO override_use (organisation_id, override_id, decision_id, at)
    SELECT p_organisation, u.override, u.decision, u.at FROM jsonb_to_recordset(p_uses) AS u(override text, decision text, at timestamptz);
  END IF;
  IF p_exceptions IS NOT NULL THEN
    INSERT INTO exception (organisation_id, id, kind, decision_id, agent, action, at, detail)
    SELECT p_organisation, e.id, e.kind, e.decision, e.agent, e.action, e.at, e.detail
    FROM jsonb_to_recordset(p_exceptions) AS e(id text, kind text, decision text, agent text, action text, at timestamptz, detail jsonb);
  END IF;
  -- Answers to calls with an Idempotency-Key: a key that is taken (23505) undoes the batch, and each such call is made alone.
  IF p_answers IS NOT NULL THEN
    DELETE FROM idempotency_key k USING jsonb_to_recordset(p_answers) AS a(key text, at timestamptz)
    WHERE k.organisation_id = p_organisation AND k.key = a.key AND k.created_at <= a.at - interval '24 hours';
    INSERT INTO idempotency_key (organisation_id, key, scope, body_hash, status, response, created_at)
    SELECT p_organisation, a.key, a.scope, a.body_hash, a.status, a.response, a.at
    FROM jsonb_to_recordset(p_answers) AS a(key text, scope text, body_hash text, status int, response jsonb, at timestamptz);
  END IF;
  RETURN p_count;
END $$;
REVOKE ALL ON FUNCTION surety_record FROM PUBLIC;
GRANT EXECUTE ON FUNCTION surety_record TO surety_app, surety_system;
-- ALTER OWNER asks that the new owner may create in the schema; only for this moment.
GRANT CREATE ON SCHEMA public TO surety_system;
ALTER FUNCTION surety_record OWNER TO surety_system;
REVOKE CREATE ON SCHEMA public FROM surety_system;

-- Kinds go in pairs too (an agent with a pact, a verdict with a trigger): what stands in different decisions of a segment is
-- told from what stands in one without looking into tallies. Segments sealed before are looked at until they are noted anew.
DROP FUNCTION surety_segments_with(text[], jsonb, text, timestamptz, timestamptz, int);
UPDATE decision_segment SET kinds = NULL WHERE kinds IS NOT NULL;

-- The segments of the organisation at hand which may hold what is looked for, newest first. Row-level security keeps
-- conditions that might leak (`&&` counts as one) from choosing an index, so this runs above it, and binds the organisation
-- itself: to the one that the unit of work is bound to, never to one that somebody names.
-- p_kinds: each an array's text; a segment has at least one of each.
CREATE FUNCTION surety_segments_with(p_kinds text[], p_below text, p_from timestamptz, p_to timestamptz, p_limit int)
RETURNS TABLE (first_id text, last_id text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  v_within text := 'SELECT s.first_id, s.last_id FROM decision_segment s WHERE s.organisation_id = $1 AND s.last_id < $2
    AND s.to_at >= $3 AND s.from_at < $4 AND ';
  v_having text := 's.kinds IS NOT NULL';
  v_last text := ' ORDER BY s.last_id DESC LIMIT $5';
  v_kinds text;
BEGIN
  FOREACH v_kinds IN ARRAY p_kinds LOOP
    v_having := v_having || format(' AND s.kinds && %L::bigint[]', v_kinds::bigint[]);
  END LOOP;
  -- Planned anew for each filter: how rare a kind is decides the way.
  RETURN QUERY EXECUTE 'SELECT * FROM ((' || v_within || v_having || v_last || ') UNION ALL ('
      || v_within || 's.kinds IS NULL' || v_last || ')) s' || v_last
    USING current_setting('surety.organisation', true), p_below, p_from, p_to, p_limit;
END $$;
REVOKE ALL ON FUNCTION surety_segments_with FROM PUBLIC;
GRANT EXECUTE ON FUNCTION surety_segments_with TO surety_app, surety_system;
-- ALTER OWNER asks that the new owner may create in the schema; only for this moment.
GRANT CREATE ON SCHEMA public TO surety_system;
ALTER FUNCTION surety_segments_with OWNER TO surety_system;
REVOKE CREATE ON SCHEMA public FROM surety_system;

-- What breached metrics cap is kept revision by revision like all that decisions are made from (migration 0060).
CREATE TRIGGER metric_response_past AFTER INSERT OR UPDATE ON "metric_response" FOR EACH ROW EXECUTE FUNCTION surety_keep_past();
INSERT INTO past_fact (organisation_id, kind, agent, key, revision, value)
SELECT n.organisation_id, 'metric_response', surety_past_agent('metric_response', n.r), n.r ->> 'id', v.revision, surety_past_value('metric_response', n.r)
FROM (SELECT organisation_id, to_jsonb(t) AS r FROM "metric_response" t) n
JOIN organisation_revision v ON v.organisation_id = n.organisation_id
WHERE surety_past_value('metric_response', n.r) IS NOT NULL;

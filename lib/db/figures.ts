import { silentFrom } from "@/lib/domain/heartbeat";
import type { Sessions } from "./client";

/** A figure of one organisation, as it is told to monitoring systems. */
export interface Figure {
  name: string;
  /** Slug. */
  organisation: string;
  labels: Record<string, string>;
  value: number;
}

interface Row {
  name: string;
  organisation: string;
  label: string | null;
  value: number;
}

/** The name of the one label that a figure has beside the organisation. */
const LABEL: Record<string, string> = {
  surety_drifts_open: "state",
  surety_drift_to_control_seconds: "stat",
  surety_exceptions_last_day: "kind",
  surety_metric_value: "metric",
  surety_metric_breached: "metric",
};

/**
 * One statement for all organisations: what is open counts now, times count over 30 days, exceptions over a day. $1 now.
 * A drift that is not enforced everywhere yet counts with the time that has passed.
 */
const FIGURES = `
WITH clocks AS (
  SELECT organisation_id, greatest(0, extract(epoch FROM coalesce(enforced_at, $1) - verified_at))::float8 AS seconds FROM drift
  WHERE verified_at >= $1::timestamptz - interval '30 days' AND verified_at <= $1 AND enforced_revision IS NOT NULL
), told AS (
  SELECT organisation_id, 'surety_drifts_open' AS name, state AS label, count(*)::float8 AS value FROM drift WHERE state <> 'cleared' GROUP BY 1, 3
  UNION ALL SELECT organisation_id, 'surety_drifts_unenforced', NULL, count(*) FROM drift
    WHERE enforced_at IS NULL AND enforced_revision > 0 GROUP BY 1
  UNION ALL SELECT c.organisation_id, 'surety_drift_to_control_seconds', s.stat, s.value FROM (
      SELECT organisation_id, avg(seconds) AS mean, percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) AS p50,
        percentile_disc(0.95) WITHIN GROUP (ORDER BY seconds) AS p95 FROM clocks GROUP BY 1) c
    CROSS JOIN LATERAL (VALUES ('mean', c.mean), ('p50', c.p50), ('p95', c.p95)) AS s(stat, value)
  UNION ALL SELECT organisation_id, 'surety_reviews_waiting', NULL, count(*) FROM review
    WHERE state = 'pending' AND expires_at > $1 GROUP BY 1
  UNION ALL SELECT organisation_id, 'surety_review_oldest_seconds', NULL, extract(epoch FROM $1 - min(created_at))::float8 FROM review
    WHERE state = 'pending' AND expires_at > $1 GROUP BY 1
  UNION ALL SELECT organisation_id, 'surety_exceptions_last_day', kind, count(*) FROM exception
    WHERE at > $1::timestamptz - interval '1 day' AND at <= $1 GROUP BY 1, 3
  UNION ALL SELECT organisation_id, 'surety_overrides_active', NULL, count(*) FROM "override"
    WHERE state = 'approved' AND starts_at <= $1 AND ends_at > $1 GROUP BY 1
  UNION ALL SELECT organisation_id, 'surety_incidents_open', NULL, count(*) FROM incident WHERE state = 'open' GROUP BY 1
  UNION ALL SELECT organisation_id, 'surety_findings_open', NULL, count(*) FROM finding WHERE state = 'open' GROUP BY 1
  UNION ALL SELECT organisation_id, 'surety_heartbeats_silent', NULL, count(*) FROM heartbeat
    WHERE beat_at + ${silentFrom(0, 1)} * every_ms * interval '1 millisecond' <= $1 GROUP BY 1
  UNION ALL SELECT organisation_id, 'surety_metric_value', slug, value FROM metric WHERE value IS NOT NULL
  UNION ALL SELECT organisation_id, 'surety_metric_breached', slug, (state = 'breached')::int FROM metric
  UNION ALL SELECT organisation_id, 'surety_decisions_unsealed', NULL, sum(count) FROM decision_segment WHERE sealed_by IS NULL GROUP BY 1
)
SELECT t.name, o.slug AS organisation, t.label, t.value FROM told t JOIN organisation o ON o.id = t.organisation_id`;

/** What the database knows of every organisation. @param now ms */
export async function readFigures(db: Sessions, now: number): Promise<Figure[]> {
  const rows = await db.session(async (session) => {
    // Single statements see what belongs to twins; no figure does.
    await session.rows("twins-apart", "SELECT set_config('surety.drill', 'off', true)", []);
    return session.rows<Row>("figures", FIGURES, [new Date(now)]);
  });
  return rows.map(({ name, organisation, label, value }) => {
    const named = LABEL[name];
    return { name, organisation, labels: named && label !== null ? { [named]: label } : {}, value };
  });
}

/** Every organisation's id and slug. */
export async function organisationSlugs(db: Sessions): Promise<{ id: string; slug: string }[]> {
  return db.session((session) => session.rows("organisations", "SELECT id, slug FROM organisation ORDER BY slug", []));
}

import type pg from "pg";
import type { PactDocument } from "@/lib/domain/pact";
import { parseSettings } from "@/lib/domain/settings";
import type { ClauseLine, OrganisationState } from "@/lib/domain/state";

/** Standing that changed since a revision, when nothing else did. */
export interface StandingDelta {
  revision: number;
  lines: ClauseLine[];
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

/** A breached metric may have switched a shadow pact on, until a person lifts it. */
const ENFORCED_BY = `(SELECT min(r.metric) FROM metric_response r WHERE r.organisation_id = $1 AND r.kind = 'enforce'
  AND r.pact = v.pact AND r.lifted_at IS NULL AND r.agent IS NULL AND v.mode = 'shadow')`;

/**
 * One statement, so one snapshot of the database: what it returns belongs to one revision.
 * $1 organisation, $2 the revision that the reader has (0: none), $3 now (timestamptz).
 */
const LOAD = `
WITH rev AS (SELECT revision, structure FROM organisation_revision WHERE organisation_id = $1),
     full_load AS (SELECT ($2 = 0 OR structure > $2) AS wanted FROM rev)
SELECT json_build_object(
  'revision', (SELECT revision FROM rev),
  'full', (SELECT wanted FROM full_load),
  'lines', (SELECT coalesce(json_agg(l.state), '[]') FROM clause_line l
     WHERE l.organisation_id = $1 AND l.revision > (CASE WHEN (SELECT wanted FROM full_load) THEN -1 ELSE $2 END)),
  'rest', CASE WHEN NOT (SELECT wanted FROM full_load) THEN NULL ELSE json_build_object(
    'settings', (SELECT settings FROM organisation WHERE id = $1),
    'agents', (SELECT coalesce(json_agg(json_build_object('slug', slug, 'release', release, 'candidates', candidates) ORDER BY slug), '[]')
       FROM agent WHERE organisation_id = $1 AND twin_of IS NULL),
    'twins', (SELECT coalesce(json_agg(json_build_object('slug', slug, 'release', release, 'candidates', candidates, 'twinOf', twin_of,
         'enforced', (SELECT coalesce(json_agg(r.pact), '[]') FROM metric_response r WHERE r.organisation_id = $1 AND r.kind = 'enforce'
           AND r.agent = t.slug AND r.lifted_at IS NULL)) ORDER BY slug), '[]')
       FROM agent t WHERE organisation_id = $1 AND twin_of IS NOT NULL AND retired_at IS NULL),
    'workflows', (SELECT coalesce(json_agg(json_build_object('slug', slug, 'name', name, 'consequential', consequential, 'risk', risk,
         'actions', actions) ORDER BY slug), '[]') FROM workflow WHERE organisation_id = $1),
    'pacts', (SELECT coalesce(json_agg(json_build_object('pact', pact, 'version', version, 'hash', hash, 'mode', mode, 'enforcedBy', ${ENFORCED_BY}, 'document', document)
         ORDER BY pact), '[]') FROM pact_version v WHERE organisation_id = $1 AND state = 'live'),
    'latches', (SELECT coalesce(json_agg(json_build_object('id', id, 'agent', agent, 'pact', pact, 'clause', clause, 'release', release,
         'trigger', trigger, 'at', at, 'since', ${ms("since")}, 'verifiedAt', ${ms("verified_at")}, 'says', says, 'consequence', consequence,
         'evidenceId', evidence_id) ORDER BY since, id), '[]')
       FROM latch WHERE organisation_id = $1 AND lifted_at IS NULL),
    'incidents', (SELECT coalesce(json_agg(json_build_object('id', id, 'agent', agent, 'severity', severity, 'title', title,
         'openedAt', ${ms("opened_at")}) ORDER BY opened_at, id), '[]') FROM incident WHERE organisation_id = $1 AND state = 'open'),
    'overrides', (SELECT coalesce(json_agg(json_build_object('id', id, 'agent', agent, 'pact', pact, 'clause', clause, 'triggers', triggers,
         'actions', actions, 'when', "when", 'maxUses', max_uses, 'used', used, 'startsAt', ${ms("starts_at")}, 'endsAt', ${ms("ends_at")},
         'reason', reason) ORDER BY created_at, id), '[]') FROM "override" WHERE organisation_id = $1 AND state = 'approved' AND ends_at > $3),
    'spendings', (SELECT coalesce(json_agg(json_build_object('agent', o.agent, 'pact', o.pact, 'clause', o.clause, 'at', ${ms("o.decided_at")})
         ORDER BY o.decided_at, o.id), '[]') FROM "override" o
       JOIN pact_version v ON v.organisation_id = $1 AND v.pact = o.pact AND v.state = 'live' AND v.document -> 'overrides' ? 'budget'
       WHERE o.organisation_id = $1 AND o.clause IS NOT NULL AND o.decided_at IS NOT NULL AND o.state IN ('approved', 'revoked', 'stale')),
    'grants', (SELECT coalesce(json_agg(json_build_object('id', id, 'agent', agent, 'workflow', workflow, 'level', level, 'reason', reason,
         'since', ${ms("since")}, 'until', ${ms("ends_at")}) ORDER BY since, id), '[]')
       FROM grant_ WHERE organisation_id = $1 AND state = 'active' AND ended_at IS NULL),
    'caps', (SELECT coalesce(json_agg(json_build_object('id', id, 'metric', metric, 'agent', agent, 'workflow', workflow, 'pact', pact,
         'level', level, 'since', ${ms("since")}, 'says', says) ORDER BY since, id), '[]')
       FROM metric_response WHERE organisation_id = $1 AND kind = 'cap' AND lifted_at IS NULL)
  ) END
) AS loaded`;

interface Loaded {
  revision: number | null;
  full: boolean;
  lines: ClauseLine[];
  rest: (Omit<OrganisationState, "organisation" | "revision" | "lines" | "settings"> & { settings: unknown }) | null;
}

/**
 * Reads what the snapshot is compiled from.
 * @param since the revision the caller holds; with it, only standing is read where only standing changed
 * @returns the whole state, a delta, or null where there is no such organisation
 */
export async function loadState(
  client: pg.Pool | pg.PoolClient,
  organisationId: string,
  since: number,
  now: number,
): Promise<{ state: OrganisationState } | { delta: StandingDelta } | null> {
  const { rows } = await client.query<{ loaded: Loaded }>({
    name: "load-state",
    text: LOAD,
    values: [organisationId, since, new Date(now)],
  });
  const loaded = rows[0]?.loaded;
  if (!loaded || loaded.revision === null) return null;
  const { revision, lines, rest } = loaded;
  if (!rest) return { delta: { revision, lines } };
  return {
    state: {
      organisation: organisationId,
      revision,
      settings: parseSettings(rest.settings),
      agents: rest.agents,
      twins: rest.twins ?? [],
      workflows: rest.workflows,
      pacts: rest.pacts.map((p) => ({
        ...p,
        mode: p.enforcedBy ? "enforce" : p.mode,
        document: p.document as PactDocument,
      })),
      lines,
      latches: rest.latches.map((l) => ({
        ...l,
        at: l.at ?? undefined,
        consequence: l.consequence ?? undefined,
        evidenceId: l.evidenceId ?? undefined,
      })),
      incidents: rest.incidents,
      overrides: rest.overrides,
      spendings: rest.spendings,
      grants: rest.grants,
      caps: rest.caps,
    },
  };
}

/** Rollups: decisions counted by kind and time as their segments are sealed (migration 0210). */
import type { PactDocument } from "@/lib/domain/pact";
import { type PactProgram, programOf } from "@/lib/domain/program";
import type { Session } from "./client";
import { sha256 } from "./hash";
import { type Counts, countLines, hashesIn, MINUTE_MS, type Programs } from "./rollup-count";
import { linesOf } from "./segment";

/** Rows of each length, so that a long window reads few of them. */
export const GRAINS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const;
export type Grain = keyof typeof GRAINS;

/** Programs kept because their pacts answer again: by hash, so whose they are does not matter. */
const MOST_KNOWN = 1_000;
const compiled = new Map<string, PactProgram>();

/** Reads the documents of pact versions that are not known yet. */
type Load = (hashes: string[]) => Promise<{ hash: string; document: PactDocument }[]>;

/** The programs of the pact versions that these lines name. */
export async function programsOf(lines: readonly string[], load: Load): Promise<Programs> {
  const wanted = [...hashesIn(lines)];
  const unknown = wanted.filter((hash) => !compiled.has(hash));
  if (unknown.length > 0) {
    if (compiled.size + unknown.length > MOST_KNOWN) compiled.clear();
    for (const { hash, document } of await load(wanted)) compiled.set(hash, programOf(document));
  }
  return compiled;
}

const DOCUMENTS = "SELECT hash, document FROM pact_version WHERE organisation_id = $1 AND hash = ANY($2)";

/** The number that stands for a kind: 64 bits of SHA-256. */
const numberOf = (organisationId: string, text: string) =>
  Buffer.from(sha256(`${organisationId}\n${text}`))
    .readBigInt64BE(0)
    .toString();

const KINDS = `
  INSERT INTO decision_kind (organisation_id, kind, agent, workflow, action, verdict, trigger, mode, permitted, governed, rested, pacts)
  SELECT $1, k.kind::bigint, k.agent, k.workflow, k.action, k.verdict, k.trigger, k.mode, k.permitted, k.governed, k.rested,
    ARRAY(SELECT jsonb_array_elements_text(k.pacts))
  FROM jsonb_to_recordset($2) AS k(kind text, agent text, workflow text, action text, verdict text, trigger text, mode text,
    permitted boolean, governed boolean, rested boolean, pacts jsonb)
  ON CONFLICT DO NOTHING`;
const COUNTS = `
  INSERT INTO decision_rollup AS r (organisation_id, grain, at, kind, count)
  SELECT $1, c.grain, c.at, c.kind, c.count FROM unnest($2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[]) AS c(grain, at, kind, count)
  ON CONFLICT (organisation_id, grain, at, kind) DO UPDATE SET count = r.count + excluded.count`;

/** A kind's rows of every grain. */
function rowsOf(kind: string, minutes: ReadonlyMap<number, number>) {
  return (Object.keys(GRAINS) as Grain[]).flatMap((grain) => {
    const starts = new Map<number, number>();
    for (const [minute, count] of minutes) {
      const at = floorTo(minute * MINUTE_MS, grain);
      starts.set(at, (starts.get(at) ?? 0) + count);
    }
    return [...starts].map(([at, count]) => ({ grain, at, kind, count }));
  });
}

/** The start of the minute, hour or day (UTC) that an instant falls into, ms. */
export const floorTo = (at: number, grain: Grain): number => Math.floor(at / GRAINS[grain]) * GRAINS[grain];

/** Segments counted in one step of catching up. */
const STEP = 200;
const UNROLLED = `
  SELECT first_id, body FROM decision_segment WHERE organisation_id = $1 AND sealed_by IS NOT NULL AND NOT rolled
  ORDER BY first_id DESC LIMIT ${STEP}`;
const ROLLED = "UPDATE decision_segment SET rolled = true WHERE organisation_id = $1 AND first_id = ANY($2)";

/**
 * Counts sealed segments that nobody counted yet: those of before migration 0210, newest first.
 * @returns whether there may be more
 */
export async function catchUp(session: Session, organisationId: string): Promise<boolean> {
  const segments = await session.rows<{ first_id: string; body: Uint8Array }>("unrolled", UNROLLED, [organisationId]);
  if (segments.length === 0) return false;
  await rollUp(
    session,
    organisationId,
    segments.map(({ body }) => linesOf(body)),
  );
  await session.rows("rolled", ROLLED, [organisationId, segments.map(({ first_id }) => first_id)]);
  return segments.length === STEP;
}

/** Adds the decisions of lines to the rollups. Only the holder of the organisation's sequencer lease does: rows never clash. */
export async function rollUp(session: Session, organisationId: string, bodies: readonly string[][]): Promise<void> {
  const programs = await programsOf(bodies.flat(), (hashes) =>
    session.rows("documents", DOCUMENTS, [organisationId, hashes]),
  );
  const counts: Counts = new Map();
  for (const lines of bodies) countLines(lines, programs, counts);
  const numbered = [...counts].map(([text, count]) => ({ ...count, number: numberOf(organisationId, text) }));
  const kinds = numbered.map(({ kind, number }) => ({ ...kind, kind: number }));
  await session.rows("kinds", KINDS, [organisationId, JSON.stringify(kinds)]);
  const rows = numbered.flatMap(({ number, minutes }) => rowsOf(number, minutes));
  await session.rows("counts", COUNTS, [
    organisationId,
    rows.map(({ grain }) => grain),
    rows.map(({ at }) => new Date(at)),
    rows.map(({ kind }) => kind),
    rows.map(({ count }) => count),
  ]);
}

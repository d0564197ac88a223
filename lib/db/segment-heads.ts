/** Segments found by what they hold: the heads alone, so that a list opens no more bodies than its page takes. */
import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import type { DecisionFilter } from "./decision-filter";
import { wantedKinds } from "./tally";

const { sql, join } = Prisma;

export interface Head {
  firstId: string;
  lastId: string;
  /** How many decisions the filter wants, leaving time aside; more than there are where the tally does not tell. */
  matched: number;
}

export interface HeadPage {
  /** Newest first, those that hold something wanted. */
  heads: Head[];
  /** Every head that was not looked at has a last id before this one; null: there are none. */
  end: string | null;
}

/** Heads looked at one by one, from the newest on: what is frequent is found among them. */
const NEAR = 64;
/** Heads at once, of those that may hold something wanted: first enough for a page, then, as the page was not full, more. */
const FAR = [100, 500] as const;
/** After every id. */
const AFTER_ALL = "dec_~";

/** Whether a cell `t` of a tally is of what the filter wants; it may be, where it is of before these were counted. */
function cellFits(f: DecisionFilter): Prisma.Sql {
  const parts = [sql`true`];
  const told: Prisma.Sql[] = [];
  if (f.agent) parts.push(sql`t ->> 0 = ANY(${f.agent}::text[])`);
  if (f.workflow !== undefined) parts.push(sql`t ->> 1 = ${f.workflow}`);
  if (f.verdict) parts.push(sql`t ->> 2 = ANY(${f.verdict}::text[])`);
  if (f.pact !== undefined) told.push(sql`t -> 4 ? ${f.pact}`);
  if (f.permitted !== undefined) told.push(sql`coalesce((t ->> 5)::boolean, true) = ${f.permitted}`);
  if (f.governed !== undefined) told.push(sql`coalesce((t ->> 6)::boolean, true) = ${f.governed}`);
  if (f.trigger) told.push(sql`coalesce(t -> 7 ?| ${f.trigger}::text[], false)`);
  if (f.clause) told.push(clauseFits(f.clause, f.pact));
  if (told.length > 0) parts.push(sql`(t -> 4 IS NULL OR (${join(told, " AND ")}))`);
  return join(parts, " AND ");
}

function clauseFits(clauses: readonly string[], pact: string | undefined): Prisma.Sql {
  const whole = clauses.flatMap((key) => (key.includes("/") ? [key] : pact === undefined ? [] : [`${pact}/${key}`]));
  const keys = pact === undefined ? clauses.filter((key) => !key.includes("/")) : [];
  return sql`coalesce(t -> 8 ?| ${whole}::text[], false) OR EXISTS (
    SELECT FROM jsonb_array_elements_text(t -> 8) c WHERE split_part(c, '/', 2) = ANY(${keys}::text[]))`;
}

const HEAD = (f: DecisionFilter) => sql`s.first_id AS "firstId", s.last_id AS "lastId",
  (SELECT coalesce(sum((t ->> 3)::int), 0)::int FROM jsonb_array_elements(s.tally) t WHERE ${cellFits(f)}) AS matched`;
const atOrAfter = (ms: number | undefined) => (ms === undefined ? "-infinity" : new Date(ms).toISOString());
const before = (ms: number | undefined) => (ms === undefined ? "infinity" : new Date(ms).toISOString());

async function near(tx: Tx, organisationId: string, f: DecisionFilter, until = AFTER_ALL): Promise<HeadPage> {
  const heads = await tx.$queryRaw<Head[]>`
    SELECT ${HEAD(f)} FROM decision_segment s
    WHERE s.organisation_id = ${organisationId} AND s.first_id < ${until}
      AND s.to_at >= ${atOrAfter(f.from)}::timestamptz AND s.from_at < ${before(f.to)}::timestamptz
    ORDER BY s.last_id DESC LIMIT ${NEAR}`;
  return pageOf(heads, NEAR);
}

async function far(
  tx: Tx,
  organisationId: string,
  f: DecisionFilter,
  kinds: bigint[][],
  below: string,
  size: number,
): Promise<HeadPage> {
  const texts = kinds.map((list) => `{${list.join(",")}}`);
  const heads = await tx.$queryRaw<Head[]>`
    SELECT ${HEAD(f)}
    FROM surety_segments_with(${texts}::text[], ${below}, ${atOrAfter(f.from)}::timestamptz, ${before(f.to)}::timestamptz, ${size}) c
    JOIN decision_segment s ON s.organisation_id = ${organisationId} AND s.first_id = c.first_id
    ORDER BY s.last_id DESC`;
  return pageOf(heads, size);
}

function pageOf(heads: Head[], size: number): HeadPage {
  const end = heads.length < size ? null : (heads.at(-1)?.lastId ?? null);
  return { heads: heads.filter(({ matched }) => matched > 0), end };
}

/** Segments that hold decisions which the filter wants, from the newest back. @param until an id that all are before */
export async function* segmentHeads(
  tx: Tx,
  organisationId: string,
  f: DecisionFilter,
  until: string | undefined,
): AsyncGenerator<HeadPage> {
  const kinds = wantedKinds(organisationId, f);
  let page = await near(tx, organisationId, f, until);
  for (let size: number = FAR[0]; ; size = FAR[1]) {
    yield page;
    if (page.end === null) return;
    page = await far(tx, organisationId, f, kinds, page.end, size);
  }
}

/**
 * Bodies of segments, by their first ids; in no order, and as base64: bytes would be written out and read in again twice on
 * their way through the client, and leave so much to collect that decisions wait for it.
 */
export async function bodiesOf(tx: Tx, organisationId: string, heads: readonly Head[]): Promise<string[]> {
  const ids = heads.map(({ firstId }) => firstId);
  const rows = await tx.$queryRaw<{ body: string }[]>`
    SELECT encode(body, 'base64') AS body FROM decision_segment
    WHERE organisation_id = ${organisationId} AND first_id = ANY(${ids}::text[])`;
  return rows.map(({ body }) => body);
}

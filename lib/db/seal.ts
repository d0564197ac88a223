import { randomBytes } from "node:crypto";
import { leafHash, merkleRoot } from "@/lib/domain/merkle";
import { SEALED } from "@/lib/domain/receipt";
import type { Session } from "./client";
import type { Entry } from "./entry";
import { sha256 } from "./hash";
import { rollUp } from "./rollup";
import { deflatedBody, mergeLines } from "./segment";
import { segmentRoot } from "./segment-root";
import { addTallies, kindsOf, type Tally } from "./tally";

/** Segments sealed in one step. */
const STEP = 256;
/** Records a sealed segment holds at most: a list of what is rare opens one for each line that it shows. */
const SEGMENT = 250;

/** A segment as it was committed: its body is still text. */
interface Segment {
  first_id: string;
  last_id: string;
  node: string;
  count: number;
  revision: number;
  from_at: Date;
  to_at: Date;
  lines: string;
  tally: Tally;
}

/** Segments of a node, oldest first, to become one: under light load a group commit holds a decision or two, and a row each is dear. */
function gather(segments: Segment[]): [Segment, ...Segment[]][] {
  const groups: { count: number; segments: [Segment, ...Segment[]] }[] = [];
  for (const segment of segments) {
    const open = groups.findLast((g) => g.segments[0].node === segment.node);
    if (open && open.count + segment.count <= SEGMENT) {
      open.segments.push(segment);
      open.count += segment.count;
    } else groups.push({ count: segment.count, segments: [segment] });
  }
  return groups.map((group) => group.segments);
}

/** What a group becomes: one row, with its root and the salt that root was made under. */
function sealedRow(organisationId: string, group: [Segment, ...Segment[]]) {
  const lines = mergeLines(group.map((segment) => segment.lines.split("\n")));
  const salt = randomBytes(32);
  const tally = addTallies(group.map((s) => s.tally));
  return {
    firstId: group[0].first_id,
    lastId: group.at(-1)?.last_id ?? group[0].last_id,
    node: group[0].node,
    count: group.reduce((n, s) => n + s.count, 0),
    revision: Math.max(...group.map((s) => s.revision)),
    fromAt: new Date(Math.min(...group.map((s) => s.from_at.getTime()))),
    toAt: new Date(Math.max(...group.map((s) => s.to_at.getTime()))),
    body: deflatedBody(lines),
    tally,
    agents: [...new Set(tally.map(([agent]) => agent))],
    kinds: kindsOf(organisationId, tally),
    root: segmentRoot(lines, salt),
    salt,
    lines,
  };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const UNSEALED = `
  SELECT first_id, last_id, node, count, revision, from_at, to_at, convert_from(substring(body FROM 2), 'UTF8') AS lines, tally
  FROM decision_segment WHERE organisation_id = $1 AND sealed_by IS NULL ORDER BY first_id LIMIT ${STEP}`;
const TAKE_AWAY = "DELETE FROM decision_segment WHERE organisation_id = $1 AND first_id = ANY($2)";
const PUT = `
  INSERT INTO decision_segment (organisation_id, first_id, last_id, node, count, revision, from_at, to_at, body, tally, agents, kinds, root, salt, sealed_by, rolled)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, true)`;

/**
 * Seals committed segments: merged to some hundred decisions, each keeps root and salt; one entry holds the root
 * over their roots. The same transaction counts them (rollup.ts).
 * @param enter writes ledger entries; returns their ids
 * @returns whether there may be more
 */
export async function seal(
  session: Session,
  organisationId: string,
  enter: (entries: readonly Entry[]) => Promise<string[]>,
): Promise<boolean> {
  const segments = await session.rows<Segment>("unsealed", UNSEALED, [organisationId]);
  const first = segments[0];
  if (!first) return false;
  const rows = gather(segments).map((group) => sealedRow(organisationId, group));
  const roots = rows.map((row) => ({ first: row.firstId, last: row.lastId, count: row.count, root: hex(row.root) }));
  const leaves = rows.map((row) => leafHash(row.root, sha256));
  const root = hex(merkleRoot(leaves, sha256));
  const payload = { decisions: rows.reduce((n, row) => n + row.count, 0), root, segments: roots };
  // In the leaf as well: a receipt leads from one decision to it, and shows nothing of the others.
  const commitments = { decisions: root };
  const [sealedBy] = await enter([{ kind: SEALED, subject: `decisions/${first.first_id}`, payload, commitments }]);
  await session.rows("take-away", TAKE_AWAY, [organisationId, segments.map((s) => s.first_id)]);
  for (const row of rows) {
    const { firstId, lastId, node, count, revision, fromAt, toAt, body, tally, agents, kinds, root, salt } = row;
    const head = [firstId, lastId, node, count, revision, fromAt, toAt];
    const held = [body, JSON.stringify(tally), agents, kinds, root, salt];
    await session.rows("put", PUT, [organisationId, ...head, ...held, sealedBy]);
  }
  await rollUp(
    session,
    organisationId,
    rows.map(({ lines }) => lines),
  );
  return segments.length === STEP;
}

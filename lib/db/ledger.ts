import type { Ids } from "@/lib/domain/identity";
import { appendLeaf, type Frontier, frontierRoot } from "@/lib/domain/merkle";
import type { Actor } from "@/lib/domain/roles";
import type { Session, Sessions } from "./client";
import { type Entry, enterAll } from "./entry";
import { sha256 } from "./hash";
import { catchUp } from "./rollup";
import { seal } from "./seal";
import { LEAF_HASH, unsigned, writeTiles } from "./tree";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

/** Entries numbered, and exceptions entered, in one step. */
const STEP = 256;

export interface Sequenced {
  /** Whether there may be more to do. */
  more: boolean;
  size: number;
}

const LEASE = "SELECT pg_try_advisory_xact_lock(hashtextextended('sequencer ' || $1, 0)) AS held";
const HEAD = `
  SELECT o.log_id, h.size, h.frontier, h.tiles,
    EXISTS (SELECT FROM exception WHERE organisation_id = $1 AND entry_id IS NULL) AS exceptions,
    EXISTS (SELECT FROM decision_segment WHERE organisation_id = $1 AND sealed_by IS NULL) AS segments
  FROM organisation o JOIN ledger_head h ON h.organisation_id = o.id WHERE o.id = $1`;

interface Head {
  log_id: string;
  size: string;
  frontier: string[];
  /** Full tiles that are written. */
  tiles: number;
  /** Whether there are any to enter, and to seal. */
  exceptions: boolean;
  segments: boolean;
}

/**
 * One step of an organisation's sequencer: new exceptions get their entries, decision segments are sealed by the Merkle
 * root of their records, and everything committed so far is numbered, folded into the tree, and written to its tiles. A transaction-scoped
 * advisory lock is the lease: any node may do it, one at a time, and a node that dies gives it back. It runs each second
 * beside the decisions, so on bare statements.
 * @returns null where another node is at it
 */
export async function sequence(db: Sessions, organisationId: string, now: number, ids: Ids): Promise<Sequenced | null> {
  return db.session(async (session) => {
    // Alone: what is read next must be read after it is held.
    const [lease] = await session.rows<{ held: boolean }>("lease", LEASE, [organisationId]);
    const [head] = lease?.held ? await session.rows<Head>("head", HEAD, [organisationId]) : [];
    if (!head) return null;
    const actor: Actor = { type: "system", organisationId, id: "sequencer", name: "Surety" };
    const making = { organisationId, log: head.log_id, actor, now, ids };
    const put = (entries: readonly Entry[]) => enterAll(session, making, entries);
    const exceptions = head.exceptions && (await enterExceptions(session, organisationId, put));
    const segments = head.segments && (await seal(session, organisationId, put));
    const uncounted = await catchUp(session, organisationId);
    const leaves = await number(session, organisationId, Number(head.size));
    const tiles = await writeTiles(session, organisationId, Number(head.size) + leaves.length, head.tiles);
    const size = await moveHead(session, organisationId, head, leaves, tiles.written, now);
    return { more: exceptions || segments || uncounted || tiles.more || leaves.length === STEP, size };
  });
}

const UNENTERED = `
  SELECT id, kind, decision_id, agent, action, at, detail FROM exception
  WHERE organisation_id = $1 AND entry_id IS NULL ORDER BY at, id LIMIT ${STEP}`;

interface ExceptionRow {
  id: string;
  kind: string;
  decision_id: string | null;
  agent: string;
  action: string;
  at: Date;
  detail: object;
}

/** @returns whether there may be more */
async function enterExceptions(
  session: Session,
  organisationId: string,
  enter: (entries: readonly Entry[]) => Promise<string[]>,
): Promise<boolean> {
  const rows = await session.rows<ExceptionRow>("unentered", UNENTERED, [organisationId]);
  if (rows.length === 0) return false;
  const entries = await enter(
    rows.map(({ id, kind, decision_id, agent, action, at, detail }) => {
      const payload = { kind, decision: decision_id, agent, action, at: at.toISOString(), detail };
      return { kind: "exception.recorded", subject: `exception/${id}`, payload };
    }),
  );
  await session.rows(
    "entered",
    `UPDATE exception e SET entry_id = n.entry FROM unnest($2::text[], $3::text[]) AS n(id, entry)
     WHERE e.organisation_id = $1 AND e.id = n.id`,
    [organisationId, rows.map((row) => row.id), entries],
  );
  return rows.length === STEP;
}

/**
 * The first of what has committed, by the partial index of what has no number: however long the ledger is, only these rows
 * are read. One statement, so that both looks at them see the same ones; no join, so that no plan of it reads the whole.
 */
const NUMBER = `
  WITH first AS (SELECT seq FROM ledger_entry WHERE organisation_id = $1 AND "index" IS NULL ORDER BY seq LIMIT ${STEP}),
    next AS MATERIALIZED (SELECT array_agg(seq ORDER BY seq) AS seqs, max(seq) AS last FROM first)
  UPDATE ledger_entry SET "index" = $2::bigint + array_position((SELECT seqs FROM next), seq) - 1
  WHERE organisation_id = $1 AND "index" IS NULL AND seq <= (SELECT last FROM next)
  RETURNING "index"::int AS "index", ${LEAF_HASH} AS hash`;

/** Numbers what has committed, in order of insertion, from the size on. @returns the hashes of their leaves, in that order */
async function number(session: Session, organisationId: string, size: number): Promise<Uint8Array[]> {
  const rows = await session.rows<{ index: number; hash: Uint8Array }>("number", NUMBER, [organisationId, size]);
  return rows.sort((a, b) => a.index - b.index).map(({ hash }) => hash);
}

/** Folds new leaves into the tree. @param tiles full tiles that are written now @returns the size */
async function moveHead(
  session: Session,
  organisationId: string,
  head: Head,
  leaves: readonly Uint8Array[],
  tiles: number,
  now: number,
): Promise<number> {
  if (leaves.length === 0 && tiles === head.tiles) return Number(head.size);
  let frontier: Frontier = { size: Number(head.size), hashes: head.frontier.map(bytes) };
  for (const leaf of leaves) frontier = appendLeaf(frontier, leaf, sha256);
  const hashes = JSON.stringify(frontier.hashes.map(hex));
  await session.rows(
    "move-head",
    `UPDATE ledger_head SET size = $2, frontier = $3, root = $4, tiles = $5,
       updated_at = CASE WHEN size = $2 THEN updated_at ELSE $6 END WHERE organisation_id = $1`,
    [organisationId, frontier.size, hashes, hex(frontierRoot(frontier, sha256)), tiles, new Date(now)],
  );
  return frontier.size;
}

/** Organisations with something to number, to seal or to sign. @param all every one that has a ledger */
export async function unsequenced(db: Sessions, all: boolean): Promise<string[]> {
  return db.session(async (session) => {
    const rows = await session.rows<{ organisation_id: string }>(
      "unsequenced",
      `SELECT organisation_id FROM ledger_entry WHERE index IS NULL
       UNION SELECT organisation_id FROM decision_segment WHERE sealed_by IS NULL
       UNION SELECT organisation_id FROM decision_segment WHERE sealed_by IS NOT NULL AND NOT rolled
       UNION SELECT organisation_id FROM exception WHERE entry_id IS NULL`,
      [],
    );
    return [...new Set([...rows.map((row) => row.organisation_id), ...(await unsigned(session, all))])];
  });
}

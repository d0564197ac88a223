import type { Ids } from "@/lib/domain/identity";
import { appendLeaf, type Frontier, frontierRoot, leafHash } from "@/lib/domain/merkle";
import type { Actor } from "@/lib/domain/roles";
import type { Session, Sessions } from "./client";
import { type Entry, entryRow } from "./entry";
import { sha256 } from "./hash";
import { catchUp } from "./rollup";
import { seal } from "./seal";
import { unsigned, writeTiles } from "./tree";

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
  SELECT o.log_id, h.size, h.frontier, h.tiles FROM organisation o JOIN ledger_head h ON h.organisation_id = o.id WHERE o.id = $1`;

interface Head {
  log_id: string;
  size: string;
  frontier: string[];
  /** Full tiles that are written. */
  tiles: number;
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
    const put = (entry: Entry) =>
      enter(session, entryRow({ organisationId, log: head.log_id, actor, now, ids }, entry));
    const exceptions = await enterExceptions(session, organisationId, put);
    const segments = await seal(session, organisationId, put);
    const uncounted = await catchUp(session, organisationId);
    const { numbered, size } = await number(session, organisationId, head, now);
    const tiles = await writeTiles(session, organisationId, size, head.tiles);
    return { more: exceptions || segments || uncounted || tiles || numbered === STEP, size };
  });
}

const ENTER = `
  INSERT INTO ledger_entry (organisation_id, id, kind, at, actor, subject, payload, salt, leaf)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Writes an entry, unnumbered. Returns its id. */
export async function enter(session: Session, row: ReturnType<typeof entryRow>): Promise<string> {
  await session.rows("enter", ENTER, [
    ...[row.organisationId, row.id, row.kind, row.at, JSON.stringify(row.actor), row.subject],
    ...[JSON.stringify(row.payload), row.salt, row.leaf],
  ]);
  return row.id;
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
  enter: (entry: Entry) => Promise<string>,
): Promise<boolean> {
  const rows = await session.rows<ExceptionRow>("unentered", UNENTERED, [organisationId]);
  if (rows.length === 0) return false;
  const entries: string[] = [];
  for (const { id, kind, decision_id, agent, action, at, detail } of rows) {
    const payload = { kind, decision: decision_id, agent, action, at: at.toISOString(), detail };
    entries.push(await enter({ kind: "exception.recorded", subject: `exception/${id}`, payload }));
  }
  await session.rows(
    "entered",
    `UPDATE exception e SET entry_id = n.entry FROM unnest($2::text[], $3::text[]) AS n(id, entry)
     WHERE e.organisation_id = $1 AND e.id = n.id`,
    [organisationId, rows.map((row) => row.id), entries],
  );
  return rows.length === STEP;
}

/** Numbers what has committed, in order of insertion, and moves the head. */
async function number(
  session: Session,
  organisationId: string,
  head: Head,
  now: number,
): Promise<{ numbered: number; size: number }> {
  let frontier: Frontier = { size: Number(head.size), hashes: head.frontier.map(bytes) };
  const entries = await session.rows<{ id: string; leaf: string }>(
    "unnumbered",
    `SELECT id, leaf FROM ledger_entry WHERE organisation_id = $1 AND index IS NULL ORDER BY seq LIMIT ${STEP}`,
    [organisationId],
  );
  if (entries.length === 0) return { numbered: 0, size: frontier.size };
  const first = frontier.size;
  for (const entry of entries) frontier = appendLeaf(frontier, leafHash(Buffer.from(entry.leaf), sha256), sha256);
  await session.rows(
    "number",
    `UPDATE ledger_entry e SET index = n.index FROM unnest($2::text[], $3::bigint[]) AS n(id, index)
     WHERE e.organisation_id = $1 AND e.id = n.id`,
    [organisationId, entries.map((e) => e.id), entries.map((_, i) => first + i)],
  );
  await session.rows(
    "move-head",
    "UPDATE ledger_head SET size = $2, frontier = $3, root = $4, updated_at = $5 WHERE organisation_id = $1",
    [
      organisationId,
      frontier.size,
      JSON.stringify(frontier.hashes.map(hex)),
      hex(frontierRoot(frontier, sha256)),
      new Date(now),
    ],
  );
  return { numbered: entries.length, size: frontier.size };
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

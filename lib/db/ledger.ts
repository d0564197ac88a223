import { randomBytes } from "node:crypto";
import type { Ids } from "@/lib/domain/identity";
import { appendLeaf, type Frontier, frontierRoot, leafHash, merkleRoot } from "@/lib/domain/merkle";
import type { Actor } from "@/lib/domain/roles";
import type { Tx, Units } from "./client";
import { type Entry, entryRow } from "./entry";
import { sha256 } from "./hash";
import { deflatedBody, linesOf, mergeLines, segmentRoot } from "./segment";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

/** Entries numbered and segments sealed in one step. */
const STEP = 256;
/** Records a sealed segment holds at most. */
const SEGMENT = 1000;

export interface Sequenced {
  numbered: number;
  sealed: number;
  size: number;
}

/**
 * One step of an organisation's sequencer: new exceptions get their entries, decision segments are sealed by the Merkle
 * root of their records, and everything committed so far is numbered and folded into the tree. A transaction-scoped
 * advisory lock is the lease: any node may do it, one at a time, and a node that dies gives it back.
 * @returns null where another node is at it
 */
export async function sequence(db: Units, organisationId: string, now: number, ids: Ids): Promise<Sequenced | null> {
  return db.system(async (tx) => {
    const [lease] = await tx.$queryRaw<{ held: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${`sequencer ${organisationId}`}, 0)) AS held`;
    if (!lease?.held) return null;
    const organisation = await tx.organisation.findUnique({ where: { id: organisationId }, select: { logId: true } });
    if (!organisation) return null;
    const actor: Actor = { type: "system", organisationId, id: "sequencer", name: "Surety" };
    const make = (entry: Entry) => entryRow({ organisationId, log: organisation.logId, actor, now, ids }, entry);
    await enterExceptions(tx, organisationId, make);
    const sealed = await seal(tx, organisationId, make);
    const { numbered, size } = await number(tx, organisationId, now);
    return { numbered, sealed, size };
  });
}

type Make = (entry: Entry) => ReturnType<typeof entryRow>;

async function enterExceptions(tx: Tx, organisationId: string, make: Make): Promise<void> {
  const rows = await tx.exception.findMany({
    where: { organisationId, entryId: null },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: STEP,
  });
  for (const row of rows) {
    const payload = {
      kind: row.kind,
      decision: row.decisionId,
      agent: row.agent,
      action: row.action,
      at: row.at.toISOString(),
      detail: row.detail,
    };
    const entry = make({ kind: "exception.recorded", subject: `exception/${row.id}`, payload });
    await tx.ledgerEntry.create({ data: entry });
    await tx.exception.update({
      where: { organisationId_id: { organisationId, id: row.id } },
      data: { entryId: entry.id },
    });
  }
}

interface Segment {
  first_id: string;
  last_id: string;
  node: string;
  count: number;
  revision: number;
  from_at: Date;
  to_at: Date;
  body: Uint8Array;
  tally: Tally;
  agents: string[];
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
function sealedRow(group: [Segment, ...Segment[]]) {
  const lines = mergeLines(group.map((segment) => linesOf(segment.body)));
  const salt = new Uint8Array(randomBytes(32));
  const times = group.flatMap((s) => [s.from_at.getTime(), s.to_at.getTime()]);
  return {
    firstId: group[0].first_id,
    lastId: group.at(-1)?.last_id ?? group[0].last_id,
    node: group[0].node,
    count: group.reduce((n, s) => n + s.count, 0),
    revision: Math.max(...group.map((s) => s.revision)),
    fromAt: new Date(Math.min(...times)),
    toAt: new Date(Math.max(...times)),
    body: deflatedBody(lines),
    tally: addTallies(group.map((s) => s.tally)),
    agents: [...new Set(group.flatMap((s) => s.agents))],
    root: segmentRoot(lines, salt),
    salt,
  };
}

/** Seals committed segments: merged to at most a thousand decisions, each keeps root and salt; one entry holds the root over their roots. */
async function seal(tx: Tx, organisationId: string, make: Make): Promise<number> {
  const segments = await tx.$queryRaw<Segment[]>`
    SELECT first_id, last_id, node, count, revision, from_at, to_at, body, tally, agents FROM decision_segment
    WHERE organisation_id = ${organisationId} AND sealed_by IS NULL ORDER BY first_id LIMIT ${STEP}`;
  const first = segments[0];
  if (!first) return 0;
  const rows = gather(segments).map(sealedRow);
  const entry = make({
    kind: "decisions.sealed",
    subject: `decisions/${first.first_id}`,
    payload: {
      decisions: rows.reduce((n, row) => n + row.count, 0),
      root: hex(
        merkleRoot(
          rows.map((row) => leafHash(row.root, sha256)),
          sha256,
        ),
      ),
      segments: rows.map((row) => ({ first: row.firstId, last: row.lastId, count: row.count, root: hex(row.root) })),
    },
  });
  await tx.ledgerEntry.create({ data: entry });
  await tx.$executeRaw`DELETE FROM decision_segment WHERE organisation_id = ${organisationId} AND first_id = ANY(${segments.map((s) => s.first_id)})`;
  await tx.decisionSegment.createMany({ data: rows.map((row) => ({ ...row, organisationId, sealedBy: entry.id })) });
  return segments.length;
}

type Tally = [agent: string, workflow: string | null, verdict: string, count: number][];

function addTallies(tallies: Tally[]): Tally {
  const sum = new Map<string, Tally[number]>();
  for (const [agent, workflow, verdict, count] of tallies.flat()) {
    const key = JSON.stringify([agent, workflow, verdict]);
    sum.set(key, [agent, workflow, verdict, (sum.get(key)?.[3] ?? 0) + count]);
  }
  return [...sum.values()];
}

/** Numbers what has committed, in order of insertion, and moves the head. */
async function number(tx: Tx, organisationId: string, now: number): Promise<{ numbered: number; size: number }> {
  const head = await tx.ledgerHead.findUniqueOrThrow({ where: { organisationId } });
  const stored = head.frontier as string[];
  let frontier: Frontier = { size: Number(head.size), hashes: stored.map(bytes) };
  const entries = await tx.ledgerEntry.findMany({
    where: { organisationId, index: null },
    orderBy: { seq: "asc" },
    take: STEP,
    select: { id: true, leaf: true },
  });
  if (entries.length === 0) return { numbered: 0, size: frontier.size };
  const first = frontier.size;
  for (const entry of entries)
    frontier = appendLeaf(frontier, leafHash(new TextEncoder().encode(entry.leaf), sha256), sha256);
  await tx.$executeRaw`
    UPDATE ledger_entry e SET index = n.index
    FROM unnest(${entries.map((e) => e.id)}::text[], ${entries.map((_, i) => first + i)}::bigint[]) AS n(id, index)
    WHERE e.organisation_id = ${organisationId} AND e.id = n.id`;
  await tx.ledgerHead.update({
    where: { organisationId },
    data: {
      size: frontier.size,
      frontier: frontier.hashes.map(hex),
      root: hex(frontierRoot(frontier, sha256)),
      updatedAt: new Date(now),
    },
  });
  return { numbered: entries.length, size: frontier.size };
}

/** Organisations with something to number or to seal. */
export async function unsequenced(db: Units): Promise<string[]> {
  const rows = await db.system(
    (tx) => tx.$queryRaw<{ organisation_id: string }[]>`
      SELECT organisation_id FROM ledger_entry WHERE index IS NULL
      UNION SELECT organisation_id FROM decision_segment WHERE sealed_by IS NULL
      UNION SELECT organisation_id FROM exception WHERE entry_id IS NULL`,
  );
  return rows.map((row) => row.organisation_id);
}

import { createHash, createHmac, randomBytes } from "node:crypto";
import { canonicalJson } from "@/lib/domain/canonical";
import type { Ids } from "@/lib/domain/identity";
import { appendLeaf, type Frontier, frontierRoot, leafHash, merkleRoot } from "@/lib/domain/merkle";
import type { Actor } from "@/lib/domain/roles";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx, Units } from "./client";
import { type Entry, entryRow } from "./entry";
import { type DecisionRecord, fromBody, toBody } from "./segment";

const sha256 = (data: Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());
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

interface Unsealed {
  firstId: string;
  node: string;
  records: DecisionRecord[];
  merged: {
    organisationId: string;
    revision: number;
    tally: Prisma.JsonValue;
    agents: string[];
    fromAt: Date;
    toAt: Date;
  }[];
}

/** Consecutive segments of a node as one: under light load a group commit holds a decision or two, and a row each is dear. */
function gather(segments: Awaited<ReturnType<Tx["decisionSegment"]["findMany"]>>): Unsealed[] {
  const gathered: Unsealed[] = [];
  for (const segment of segments) {
    const open = gathered.findLast((g) => g.node === segment.node && g.records.length + segment.count <= SEGMENT);
    const target = open ?? { firstId: segment.firstId, node: segment.node, records: [], merged: [] };
    if (!open) gathered.push(target);
    target.records.push(...fromBody(segment.body));
    target.merged.push(segment);
  }
  return gathered;
}

/** Seals committed segments: merged to at most a thousand records, each keeps root and salt; one entry holds the root over their roots. */
async function seal(tx: Tx, organisationId: string, make: Make): Promise<number> {
  const segments = await tx.decisionSegment.findMany({
    where: { organisationId, sealedBy: null },
    orderBy: { firstId: "asc" },
    take: STEP,
  });
  if (segments.length === 0) return 0;
  const sealed = gather(segments).map((g) => {
    const salt = new Uint8Array(randomBytes(32));
    return { ...g, salt, root: segmentRoot(g.records, salt), last: g.records.at(-1)?.id ?? g.firstId };
  });
  const entry = make({
    kind: "decisions.sealed",
    subject: `decisions/${sealed[0]?.firstId}`,
    payload: {
      decisions: sealed.reduce((n, s) => n + s.records.length, 0),
      root: hex(
        merkleRoot(
          sealed.map((s) => leafHash(s.root, sha256)),
          sha256,
        ),
      ),
      segments: sealed.map((s) => ({ first: s.firstId, last: s.last, count: s.records.length, root: hex(s.root) })),
    },
  });
  await tx.ledgerEntry.create({ data: entry });
  await tx.decisionSegment.deleteMany({ where: { organisationId, firstId: { in: segments.map((s) => s.firstId) } } });
  await tx.decisionSegment.createMany({
    data: sealed.map((s) => ({
      organisationId,
      firstId: s.firstId,
      lastId: s.last,
      node: s.node,
      count: s.records.length,
      fromAt: new Date(Math.min(...s.merged.map((m) => m.fromAt.getTime()))),
      toAt: new Date(Math.max(...s.merged.map((m) => m.toAt.getTime()))),
      revision: Math.max(...s.merged.map((m) => m.revision)),
      body: toBody(s.records, 6),
      tally: addTallies(s.merged.map((m) => m.tally as Tally)),
      agents: [...new Set(s.merged.flatMap((m) => m.agents))],
      sealedBy: entry.id,
      root: s.root,
      salt: s.salt,
    })),
  });
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

/**
 * The Merkle root of a segment: a leaf per decision, its id and the commitment to its record under a salt of its own
 * (derived from the segment's, so that one decision can be shown, or erased, without the others).
 */
export function segmentRoot(records: readonly DecisionRecord[], salt: Uint8Array): Uint8Array<ArrayBuffer> {
  const leaves = records.map((record) => {
    const own = createHmac("sha256", salt).update(record.id).digest();
    const commitment = createHmac("sha256", own).update(canonicalJson(record)).digest("hex");
    return leafHash(new TextEncoder().encode(canonicalJson({ commitment, id: record.id })), sha256);
  });
  return new Uint8Array(merkleRoot(leaves, sha256));
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

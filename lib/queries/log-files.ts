import type { Tx } from "@/lib/db/client";
import { sha256 } from "@/lib/db/hash";
import { linesOf } from "@/lib/db/segment";
import { wayInSegment } from "@/lib/db/segment-root";
import { type LogState, logState, sessionOf, treeOf } from "@/lib/db/tree";
import { toBase64 } from "@/lib/domain/base64";
import { BUNDLE, type Bundle } from "@/lib/domain/bundle";
import { invalidField, notFound, SuretyError } from "@/lib/domain/errors";
import { parseLeaf } from "@/lib/domain/leaf";
import { inclusionProof, leafHash } from "@/lib/domain/merkle";
import { subtreesBeside } from "@/lib/domain/multiproof";
import { makeVerifierKey, NOTE_KEY, verifierKeyText } from "@/lib/domain/note";
import { logProofText, packWay, RECEIPT, type Receipt } from "@/lib/domain/receipt";
import type { Actor } from "@/lib/domain/roles";
import type { TileTree } from "@/lib/domain/tile";
import { runtime } from "@/lib/runtime/runtime";
import { cosigned, logEntries } from "./log";
import { read } from "./read";

/** Files that outsiders verify without us: bundles and receipts (`lib/domain/verify.ts` reads them). */

/** How a line begins that holds what the decisions after it share. */
const FRAME = '{"frame":{';

/** Most entries of one bundle. */
const MOST = 100_000;

/** A log as it is signed now, with what files of it begin with. */
export interface SignedLog {
  tx: Tx;
  organisationId: string;
  state: LogState & { signed: NonNullable<LogState["signed"]> };
  tree: TileTree;
  keys: string[];
  checkpoint: string;
}

/**
 * Reads the log once everything that was done so far is numbered and signed, so that what was just done is in it.
 * @throws SuretyError not_found where this installation signs nothing
 */
export async function readSigned<T>(actor: Actor, work: (log: SignedLog) => Promise<T>): Promise<T> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const session = sessionOf(tx);
    const state = await logState(session, organisationId);
    const signed = state?.signed;
    if (!state || !signed) throw notFound();
    const tree = treeOf(session, organisationId, signed.size);
    const keys = await keysOf(tx, organisationId, state.origin);
    const checkpoint = await cosigned(tx, organisationId, signed);
    return work({ tx, organisationId, state: { ...state, signed }, tree, keys, checkpoint });
  });
}

/** Verifier keys of the log, the one in use first, and of its witnesses. */
async function keysOf(tx: Tx, organisationId: string, origin: string): Promise<string[]> {
  const own = await tx.ledgerKey.findMany({ where: { organisationId }, orderBy: { seq: "desc" } });
  const witnesses = await tx.ledgerWitness.findMany({ where: { organisationId }, orderBy: { name: "asc" } });
  return [
    ...own.map(({ publicKey }) => verifierKeyText(makeVerifierKey(origin, NOTE_KEY, new Uint8Array(publicKey)))),
    ...witnesses.map(({ key }) => key),
  ];
}

/** That the signed head extends an earlier one. @throws SuretyError invalid */
async function earlierProof({ tree, state }: SignedLog, since: number | undefined) {
  if (since === undefined || since === 0) return {};
  if (since > state.signed.size)
    throw invalidField("since", `must be at most ${state.signed.size}, the size that is signed`);
  return { earlier: { size: since, proof: (await tree.consistency(since)).map(toBase64) } };
}

/**
 * Entries, the proof that they stand in the log, and its checkpoint, of a log that is being read.
 * @param which [from, to), or numbers in ascending order
 * @param since the size that the reader has seen: the bundle then shows that it was extended
 */
export async function bundleOf(
  log: SignedLog,
  which: { from: number; to: number } | { numbers: readonly number[] },
  since?: number,
): Promise<Bundle> {
  const { tx, organisationId, state, tree, keys, checkpoint } = log;
  const entries = await logEntries(tx, organisationId, which);
  const numbers = entries.map(({ index }) => index);
  const beside = subtreesBeside(state.signed.size, numbers);
  const proof: string[] = [];
  for (const [from, to] of beside) proof.push(toBase64(await tree.subtree(from, to)));
  return {
    format: BUNDLE,
    keys,
    checkpoint,
    ...("from" in which && { range: { from: which.from, to: which.to } }),
    entries: entries.map((entry) => ({ ...entry, hash: toBase64(leafHash(entry.leaf, sha256)) })),
    proof,
    ...(await earlierProof(log, since)),
  };
}

/** A range of the ledger as a bundle. @param to default: all that is signed @throws SuretyError invalid */
export async function logBundle(actor: Actor, from: number, to?: number, since?: number): Promise<Bundle> {
  return readSigned(actor, async (log) => {
    const { size } = log.state.signed;
    const end = Math.min(to ?? size, size);
    if (from > end) throw invalidField("from", `must be at most ${end}`);
    if (end - from > MOST) throw invalidField("to", `a bundle has at most ${MOST.toLocaleString("en-GB")} entries`);
    return bundleOf(log, { from, to: end }, since);
  });
}

/** Reads the log; where what was asked for is not signed yet, once more after it is. */
async function signedSoon<T>(actor: Actor, work: (log: SignedLog) => Promise<T | "not yet">): Promise<T> {
  const first = await readSigned(actor, work);
  if (first !== "not yet") return first;
  await runtime().sequencer.settle(actor.organisationId);
  const second = await readSigned(actor, work);
  if (second === "not yet")
    throw new SuretyError("unavailable", "It is not sealed yet. Ask again in a second.", { retryAfter: 1 });
  return second;
}

/** The receipt of one entry, by its number. @throws SuretyError not_found */
export const entryReceipt = (actor: Actor, index: number, since?: number): Promise<Receipt> =>
  readSigned(actor, (log) => receiptOf(log, index, since));

/**
 * The receipt of the newest entry about a subject, of these kinds where given.
 * @param payload what its payload must hold
 * @throws SuretyError not_found
 */
export async function subjectReceipt(
  actor: Actor,
  { subject, kind, payload = {} }: { subject: string; kind?: string; payload?: Record<string, string | number> },
  since?: number,
): Promise<Receipt> {
  return signedSoon(actor, async (log) => {
    const { tx, organisationId } = log;
    const rows = await tx.ledgerEntry.findMany({
      where: { organisationId, subject, kind },
      orderBy: { seq: "desc" },
      select: { index: true, payload: true },
    });
    const row = rows.find((one) =>
      Object.entries(payload).every(
        ([name, value]) => (one.payload as Record<string, unknown> | null)?.[name] === value,
      ),
    );
    if (!row) throw notFound();
    return row.index === null || Number(row.index) >= log.state.signed.size
      ? ("not yet" as const)
      : receiptOf(log, Number(row.index), since);
  });
}

async function receiptOf(log: SignedLog, index: number, since?: number): Promise<Receipt> {
  const { tx, organisationId, tree, keys, checkpoint, state } = log;
  if (index >= state.signed.size) throw notFound();
  const [entry] = await logEntries(tx, organisationId, { numbers: [index] });
  if (!entry) throw notFound();
  const { leaf, facts, salt } = entry;
  const proof = logProofText({ extra: null, index, path: await tree.inclusion(index), checkpoint });
  return { format: RECEIPT, keys, proof, entry: { leaf, facts, salt }, ...(await earlierProof(log, since)) };
}

/** The receipt of a decision: the way from its own line to the entry that seals it, and from there to the checkpoint. @throws SuretyError not_found */
export async function decisionReceipt(actor: Actor, id: string, since?: number): Promise<Receipt> {
  return signedSoon(actor, async (log) => {
    const { tx, organisationId, tree, keys, checkpoint, state } = log;
    const segment = await tx.decisionSegment.findFirst({
      where: { organisationId, node: id.slice(-4), firstId: { lte: id }, lastId: { gte: id } },
      orderBy: { firstId: "desc" },
    });
    const lines = segment ? linesOf(segment.body) : [];
    const at = lines.findIndex((line) => !line.startsWith(FRAME) && JSON.parse(line).id === id);
    if (!segment || at < 0) throw notFound();
    if (!segment.sealedBy || !segment.salt) return "not yet" as const;
    const entry = await tx.ledgerEntry.findUnique({
      where: { organisationId_id: { organisationId, id: segment.sealedBy } },
      select: { index: true, leaf: true, at: true },
    });
    const leaf = entry && parseLeaf(entry.leaf);
    if (!entry || !leaf?.commitments.decisions) throw notFound();
    const index = Number(entry.index);
    if (entry.index === null || index >= state.signed.size) return "not yet" as const;
    const record = lines[at] as string;
    const { frame } = JSON.parse(record) as { frame?: string };
    const line = wayInSegment(lines, segment.salt, at);
    const extra = packWay({
      at: entry.at.getTime(),
      facts: new Uint8Array(Buffer.from(leaf.commitments.facts ?? "", "hex")),
      salt: line.salt,
      line: { index: at, size: lines.length, path: line.path },
      segment: await wayAmongSegments(tx, organisationId, segment.sealedBy, segment.firstId),
    });
    const proof = logProofText({ extra, index, path: await tree.inclusion(index), checkpoint });
    const shared =
      frame === undefined
        ? null
        : (lines.find((text) => text.startsWith(FRAME) && text.endsWith(`"key":"${frame}"}`)) ?? null);
    return { format: RECEIPT, keys, proof, decision: { record, frame: shared }, ...(await earlierProof(log, since)) };
  });
}

/** A segment's place among those that one entry sealed: they stand in the order of their first decisions. */
async function wayAmongSegments(tx: Tx, organisationId: string, sealedBy: string, firstId: string) {
  const rows = await tx.decisionSegment.findMany({
    where: { organisationId, sealedBy },
    orderBy: { firstId: "asc" },
    select: { firstId: true, root: true },
  });
  const leaves = rows.map(({ root }) => leafHash(root ?? new Uint8Array(32), sha256));
  const index = rows.findIndex((row) => row.firstId === firstId);
  return { index, size: leaves.length, path: inclusionProof(leaves, index, sha256) };
}

import { bytesToHex } from "@noble/hashes/utils.js";
import type { Tx } from "@/lib/db/client";
import { cosignatures } from "@/lib/db/report-reads";
import { readOne } from "@/lib/db/together";
import { type LogState, logState, sessionOf, tilesOf, treeOf } from "@/lib/db/tree";
import { toBase64 } from "@/lib/domain/base64";
import { invalidField, notFound } from "@/lib/domain/errors";
import { makeVerifierKey, NOTE_KEY, parseNote, verifierKeyText } from "@/lib/domain/note";
import type { Actor } from "@/lib/domain/roles";
import { packBundle, parseTilePath, TILE_WIDTH, tileWidth } from "@/lib/domain/tile";
import { read } from "./read";

/** What outsiders verify an organisation's history with: its signed head, key, tiles and proofs. */

/** As `read`, with the log's own state. @param name slug, id or log id of the actor's organisation: no other's is found */
async function readLog<T>(
  actor: Actor,
  name: string | null,
  work: (tx: Tx, state: LogState) => Promise<T>,
): Promise<T> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const state = await logState(sessionOf(tx), organisationId);
    if (!state) throw notFound();
    if (name !== null && name !== organisationId && name !== state.logId) {
      const { slug } = await tx.organisation.findUniqueOrThrow({
        where: { id: organisationId },
        select: { slug: true },
      });
      if (slug !== name) throw notFound();
    }
    return work(tx, state);
  });
}

/** The newest signed head, with the cosignatures of those witnesses that have seen that very head. */
export async function logCheckpoint(actor: Actor, name: string | null): Promise<string> {
  return readLog(actor, name, (tx, { signed }) => cosigned(tx, actor.organisationId, signed));
}

/** @throws SuretyError not_found before the first head is signed */
export async function cosigned(tx: Tx, organisationId: string, signed: LogState["signed"]): Promise<string> {
  if (!signed) throw notFound();
  return withCosignatures(signed.note, await readOne(tx, cosignatures(organisationId)));
}

/** A signed head with the last line of each note in which a witness cosigned it. */
export const withCosignatures = (note: string, notes: readonly string[]): string =>
  note + notes.map((one) => `${parseNote(one).signatures.at(-1)?.line}\n`).join("");

/** The verifier key of the log, `name+hash+base64`. */
export async function logKey(actor: Actor, name: string | null): Promise<string> {
  return readLog(actor, name, async (_, state) => keyOf(state));
}

function keyOf({ key, origin }: LogState): string {
  if (!key) throw notFound();
  return verifierKeyText(makeVerifierKey(origin, NOTE_KEY, key.publicKey));
}

/**
 * A tile or an entry bundle of what was signed.
 * @param path what follows `tile/`
 * @throws SuretyError not_found where the path names none, or the signed log has none that wide there
 */
export async function logTile(actor: Actor, name: string, path: string): Promise<Uint8Array> {
  const tile = parseTilePath(path);
  if (!tile) throw notFound();
  const { level, index, width } = tile;
  return readLog(actor, name, async (tx, { signed }) => {
    if (!signed || width > tileWidth(level, index, signed.size)) throw notFound();
    if (level === "entries") return packBundle(await leaves(tx, actor.organisationId, index * TILE_WIDTH, width));
    const hashes = await tilesOf(sessionOf(tx), actor.organisationId)({ level, index, width });
    return new Uint8Array(Buffer.concat(hashes));
  });
}

async function leaves(tx: Tx, organisationId: string, from: number, count: number): Promise<Uint8Array[]> {
  const rows = await tx.ledgerEntry.findMany({
    where: { organisationId, index: { gte: from, lt: from + count } },
    orderBy: { index: "asc" },
    select: { leaf: true },
  });
  return rows.map(({ leaf }) => new Uint8Array(Buffer.from(leaf)));
}

export interface LogEntry {
  index: number;
  /** Its leaf, as the tree holds it. */
  leaf: string;
  /** Who, about what, and what: opens the leaf's commitment with the salt; null where it was erased. */
  facts: { actor: unknown; subject: string; payload: unknown } | null;
  /** 64 hex digits; null where it was erased. */
  salt: string | null;
}

const COLUMNS = { index: true, leaf: true, actor: true, subject: true, payload: true, salt: true } as const;

/** Entries by these numbers, or [from, to), as they are shown to those who may see their facts. Bound in `tx`. */
export async function logEntries(
  tx: Tx,
  organisationId: string,
  which: { from: number; to: number } | { numbers: readonly number[] },
): Promise<LogEntry[]> {
  const index = "numbers" in which ? { in: [...which.numbers] } : { gte: which.from, lt: which.to };
  const rows = await tx.ledgerEntry.findMany({
    where: { organisationId, index },
    orderBy: { index: "asc" },
    select: COLUMNS,
  });
  return rows.map(({ index: number, leaf, actor, subject, payload, salt }) => ({
    index: Number(number),
    leaf,
    facts: payload === null || salt === null ? null : { actor, subject, payload },
    salt: salt === null ? null : bytesToHex(salt),
  }));
}

/** Signed entries from a number on, the oldest first. @param limit at most so many */
export async function logPage(
  actor: Actor,
  from: number,
  limit: number,
): Promise<{ items: LogEntry[]; size: number; next: number | null }> {
  return readLog(actor, null, async (tx, { signed }) => {
    const size = signed?.size ?? 0;
    const to = Math.min(size, from + limit);
    return { items: await logEntries(tx, actor.organisationId, { from, to }), size, next: to < size ? to : null };
  });
}

const encoded = (hashes: Uint8Array[]) => hashes.map(toBase64);

/** RFC 6962 2.1.1. @param size of the tree; default: the signed one @throws SuretyError invalid */
export async function logInclusion(actor: Actor, index: number, size?: number) {
  return readLog(actor, null, async (tx, { signed }) => {
    const of = sizeWithin("size", size, signed);
    if (index >= of) throw invalidField("index", `must be below the size, ${of}`);
    const tree = treeOf(sessionOf(tx), actor.organisationId, of);
    const [root, leafHash, proof] = [
      await tree.root(),
      await tree.subtree(index, index + 1),
      await tree.inclusion(index),
    ];
    return { index, size: of, leafHash: toBase64(leafHash), root: toBase64(root), proof: encoded(proof) };
  });
}

/** RFC 6962 2.1.2. @param from size of the earlier tree @param to of the later; default: the signed one @throws SuretyError invalid */
export async function logConsistency(actor: Actor, from: number, to?: number) {
  return readLog(actor, null, async (tx, { signed }) => {
    const of = sizeWithin("to", to, signed);
    if (from > of) throw invalidField("from", `must be at most ${of}`);
    const tree = treeOf(sessionOf(tx), actor.organisationId, of);
    return { from, to: of, root: toBase64(await tree.root()), proof: encoded(await tree.consistency(from)) };
  });
}

function sizeWithin(field: string, size: number | undefined, signed: LogState["signed"]): number {
  if (!signed) throw notFound();
  if (size !== undefined && size > signed.size)
    throw invalidField(field, `must be at most ${signed.size}, the size that is signed`);
  return size ?? signed.size;
}

import { createHash, hash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { canonicalJson } from "@/lib/domain/canonical";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { isPlainAllow } from "@/lib/domain/decision-text";
import { inclusionProof, leafHash } from "@/lib/domain/merkle";
import { sha256 } from "./hash";

/** A decision as it is kept: what was asked, with every fact, and what was answered. */
export interface DecisionRecord {
  id: string;
  request: DecisionRequest;
  answer: Answer;
  review: { id: string; expiresAt: number } | null;
}

/**
 * A segment's body is text: a line of canonical JSON (RFC 8785) per decision, in id order, after the frames they share.
 * The line is what the ledger commits to, so it is written once and never made again.
 * A plain allow holds only what is its own: `{at, frame, id, request, until, use}`; what it shares with its neighbours
 * stands in its frame, `{frame: {authority, mode, pacts, revision, workflow}, key}`. Any other decision is whole.
 */
const TEXT = "\0";
const DEFLATED = 1;
/** A third of the time of zlib's default, for 1 byte a decision more. */
const LEVEL = 3;

/** Texts kept because they come again. */
const MOST_KNOWN = 1000;

/** Of SHA-256, bytes. */
const DIGEST = 32;
/** RFC 6962 2.1: what leaves and nodes are hashed with in front. */
const LEAF = 0;
const NODE = 1;

/** What plain allows under the same pacts and revision share. */
export type Frame = Pick<Answer, "authority" | "mode" | "pacts" | "revision" | "workflow">;

interface PlainLine {
  at: number;
  frame: string;
  id: string;
  request: DecisionRequest;
  until: number | null;
  use: number | null;
}

/** Names as JSON: agents and actions are few, and each is asked for again and again. */
const quoted = new Map<string, string>();

function quote(name: string): string {
  const before = quoted.get(name);
  if (before !== undefined) return before;
  const text = JSON.stringify(name);
  if (quoted.size >= MOST_KNOWN) quoted.clear();
  quoted.set(name, text);
  return text;
}

/** What was asked, as canonical JSON: names in order, absent ones left out. */
function requestText(request: DecisionRequest): string {
  const { action, agent, context, counterparty, release, resource, run, workflow } = request;
  let text = `{"action":${quote(action)},"agent":${quote(agent)}`;
  if (context !== undefined) text += `,"context":${canonicalJson(context)}`;
  if (counterparty !== undefined) text += `,"counterparty":${quote(counterparty)}`;
  if (release !== undefined) text += `,"release":${quote(release)}`;
  if (resource !== undefined) text += `,"resource":${canonicalJson(resource)}`;
  if (run !== undefined) text += `,"run":${JSON.stringify(run)}`;
  if (workflow !== undefined) text += `,"workflow":${quote(workflow)}`;
  return `${text}}`;
}

/** The lines of some records, frames first. */
export function toLines(records: readonly DecisionRecord[]): string[] {
  const frames = new Set<string>();
  const lines: string[] = [];
  for (const { id, request, answer, review } of records) {
    if (!isPlainAllow(answer)) {
      lines.push(canonicalJson({ id, request, answer, review }));
      continue;
    }
    const { key, line } = frameFor(answer);
    frames.add(line);
    const { decidedAt, validUntil, useBy } = answer;
    lines.push(
      `{"at":${decidedAt},"frame":"${key}","id":"${id}","request":${requestText(request)},"until":${validUntil},"use":${useBy}}`,
    );
  }
  return frames.size === 0 ? lines : [...frames, ...lines];
}

/** The frame of each list of pacts: those of one kind of request share theirs. */
const framed = new WeakMap<Answer["pacts"], { of: Answer; key: string; line: string }>();

function frameFor(answer: Answer): { key: string; line: string } {
  const before = framed.get(answer.pacts);
  if (before && sameFrame(before.of, answer)) return before;
  const made = { of: answer, ...frameOf(answer) };
  framed.set(answer.pacts, made);
  return made;
}

/** Of answers that share their list of pacts. */
const sameFrame = (a: Answer, b: Answer): boolean =>
  a.revision === b.revision && a.authority === b.authority && a.mode === b.mode && a.workflow === b.workflow;

/** Frames by what they hold: the same few come again in every batch of a revision. */
const known = new Map<string, { key: string; line: string }>();

function frameOf({ authority, mode, pacts, revision, workflow }: Answer): { key: string; line: string } {
  let name = `${revision} ${authority} ${mode} ${workflow}`;
  for (const { pact, version, hash } of pacts) name += `\n${pact} ${version} ${hash}`;
  const before = known.get(name);
  if (before) return before;
  const text = canonicalJson({ authority, mode, pacts, revision, workflow });
  const key = Buffer.from(sha256(text)).toString("hex").slice(0, 32);
  const frame = { key, line: `{"frame":${text},"key":"${key}"}` };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, frame);
  return frame;
}

const isFrame = (line: string) => line.startsWith('{"frame":{');

/** Lines of several segments as one: each frame once, decisions in order. */
export function mergeLines(bodies: readonly string[][]): string[] {
  const all = bodies.flat();
  return [...new Set(all.filter(isFrame)), ...all.filter((line) => !isFrame(line))];
}

/** Text as it is committed, before it is sealed: deflating a handful of lines would cost more than it saves. */
export function textBody(lines: readonly string[]): Buffer<ArrayBuffer> {
  return Buffer.from(`${TEXT}${lines.join("\n")}`);
}

export function deflatedBody(lines: readonly string[]): Buffer<ArrayBuffer> {
  const deflated = deflateRawSync(lines.join("\n"), { level: LEVEL });
  const body = Buffer.allocUnsafeSlow(1 + deflated.length);
  body[0] = DEFLATED;
  body.set(deflated, 1);
  return body;
}

export function linesOf(body: Uint8Array): string[] {
  const content = Buffer.from(body.buffer, body.byteOffset + 1, body.byteLength - 1);
  const text = body[0] === DEFLATED ? inflateRawSync(content).toString("utf8") : content.toString("utf8");
  return text.split("\n");
}

/** How a plain line begins, and where it names its frame. */
const PLAIN = '{"at":';
const NAMED = '"frame":"';

/**
 * The records of a body.
 * @param wanted of a line's text and, of a plain allow, its frame: whether it is worth parsing
 */
export function fromBody(body: Uint8Array, wanted?: (text: string, frame: Frame | null) => boolean): DecisionRecord[] {
  const frames = new Map<string, Frame>();
  const records: DecisionRecord[] = [];
  for (const text of linesOf(body)) {
    if (text.startsWith(PLAIN)) {
      const at = text.indexOf(NAMED) + NAMED.length;
      const frame = frames.get(text.slice(at, text.indexOf('"', at))) as Frame;
      if (!wanted || wanted(text, frame)) records.push(plainRecord(JSON.parse(text) as PlainLine, frame));
    } else if (isFrame(text)) {
      const { frame, key } = JSON.parse(text) as { frame: Frame; key: string };
      frames.set(key, frame);
    } else if (!wanted || wanted(text, null)) records.push(JSON.parse(text) as DecisionRecord);
  }
  return records;
}

function plainRecord({ at, id, request, until, use }: PlainLine, frame: Frame): DecisionRecord {
  // Member by member: spreading the frame takes twenty times as long, and lists read thousands of these.
  const { authority, mode, pacts, revision, workflow } = frame;
  const answer: Answer = {
    verdict: "allow",
    permitted: true,
    mode,
    authority,
    because: [],
    limits: null,
    settlements: [],
    shadow: null,
    warnings: [],
    pacts,
    workflow,
    governed: true,
    decidedAt: at,
    validUntil: until,
    useBy: use,
    revision,
  };
  return { id, request, answer, review: null };
}

/** A segment's lines as salted leaves: SHAKE256 of the segment's salt gives each line, in order, 32 bytes of its own. */
function saltsOf(salt: Uint8Array, lines: number): Buffer {
  return createHash("shake256", { outputLength: DIGEST * lines })
    .update(salt)
    .digest();
}

/** One line's salt and the way from it to the segment's root (`lib/domain/receipt.ts`). */
export function wayInSegment(
  lines: readonly string[],
  salt: Uint8Array,
  index: number,
): { salt: Uint8Array; path: Uint8Array[] } {
  const salts = saltsOf(salt, lines.length);
  const own = (i: number) => salts.subarray(DIGEST * i, DIGEST * (i + 1));
  const leaves = lines.map((line, i) => leafHash(Buffer.concat([own(i), Buffer.from(line)]), sha256));
  return { salt: new Uint8Array(own(index)), path: inclusionProof(leaves, index, sha256) };
}

/**
 * The Merkle root of a segment (RFC 6962): a leaf per line, its data the line's own 32 bytes of salt and the line, so
 * that one decision can be shown, or erased, without the others. The salts are SHAKE256 of the segment's salt, in order.
 */
export function segmentRoot(lines: readonly string[], salt: Uint8Array): Buffer<ArrayBuffer> {
  const salts = saltsOf(salt, lines.length);
  const level = Buffer.allocUnsafeSlow(DIGEST * lines.length);
  let work = Buffer.allocUnsafeSlow(1024);
  lines.forEach((line, i) => {
    // A character takes three bytes at most.
    if (work.length < 1 + DIGEST + 3 * line.length) work = Buffer.allocUnsafeSlow(2 * (1 + DIGEST + 3 * line.length));
    work[0] = LEAF;
    salts.copy(work, 1, DIGEST * i, DIGEST * (i + 1));
    const end = 1 + DIGEST + work.write(line, 1 + DIGEST);
    level.write(hash("sha256", work.subarray(0, end), "binary"), DIGEST * i, "latin1");
  });
  return foldLevels(level, lines.length);
}

/** Hashes neighbours together, level by level in place, an odd last one going up as it is: the tree of RFC 6962 2.1. */
function foldLevels(level: Buffer<ArrayBuffer>, leaves: number): Buffer<ArrayBuffer> {
  const node = Buffer.allocUnsafeSlow(1 + 2 * DIGEST);
  node[0] = NODE;
  for (let width = leaves; width > 1; width = Math.ceil(width / 2)) {
    for (let i = 0; i < width; i += 2) {
      const to = (DIGEST * i) / 2;
      level.copy(node, 1, DIGEST * i, DIGEST * (i + 2));
      if (i + 1 < width) level.write(hash("sha256", node, "binary"), to, "latin1");
      else level.copy(level, to, DIGEST * i, DIGEST * (i + 1));
    }
  }
  return Buffer.from(level.subarray(0, DIGEST));
}

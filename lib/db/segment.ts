import { deflateRawSync, inflateRawSync } from "node:zlib";
import { canonicalJson } from "@/lib/domain/canonical";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { leafHash, merkleRoot } from "@/lib/domain/merkle";
import { hmacSha256, sha256 } from "./hash";

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
const TEXT = 0;
const DEFLATED = 1;

/** What plain allows under the same pacts and revision share. */
type Frame = Pick<Answer, "authority" | "mode" | "pacts" | "revision" | "workflow">;

interface PlainLine {
  at: number;
  frame: string;
  id: string;
  request: DecisionRequest;
  until: number | null;
  use: number | null;
}
type Line = PlainLine | DecisionRecord | { frame: Frame; key: string };

/** A plain allow needs no row of its own: nothing acted, nothing was held, nothing ran outside a pact. */
export function isPlain({ answer }: DecisionRecord): boolean {
  return (
    answer.verdict === "allow" &&
    answer.governed &&
    answer.because.length === 0 &&
    answer.shadow === null &&
    answer.warnings.length === 0
  );
}

/** The lines of some records, frames first. */
export function toLines(records: readonly DecisionRecord[]): string[] {
  const frames = new Map<string, { key: string; line: string }>();
  let last: { of: Answer; key: string } | undefined;
  const lines = records.map((record) => {
    const { id, request, answer } = record;
    if (!isPlain(record)) return canonicalJson(record);
    if (!last || !sameFrame(last.of, answer)) last = { of: answer, key: frameKey(answer, frames) };
    const { decidedAt, validUntil, useBy } = answer;
    return `{"at":${decidedAt},"frame":"${last.key}","id":"${id}","request":${canonicalJson(request)},"until":${validUntil},"use":${useBy}}`;
  });
  return [...[...frames.values()].map((frame) => frame.line), ...lines];
}

/** Compares by reference first: answers of one batch come from one snapshot. */
function sameFrame(a: Answer, b: Answer): boolean {
  return (
    a.revision === b.revision &&
    a.authority === b.authority &&
    a.mode === b.mode &&
    a.workflow === b.workflow &&
    a.pacts.length === b.pacts.length &&
    a.pacts.every((pact, i) => pact.hash === b.pacts[i]?.hash && pact.pact === b.pacts[i]?.pact)
  );
}

function frameKey(
  { authority, mode, pacts, revision, workflow }: Answer,
  frames: Map<string, { key: string; line: string }>,
): string {
  const frame = canonicalJson({ authority, mode, pacts, revision, workflow });
  const known = frames.get(frame);
  if (known) return known.key;
  const key = Buffer.from(sha256(frame)).toString("hex").slice(0, 16);
  frames.set(frame, { key, line: `{"frame":${frame},"key":"${key}"}` });
  return key;
}

/** Lines of several segments as one: each frame once, decisions in order. */
export function mergeLines(bodies: readonly string[][]): string[] {
  const isFrame = (line: string) => line.startsWith('{"frame":{');
  const all = bodies.flat();
  return [...new Set(all.filter(isFrame)), ...all.filter((line) => !isFrame(line))];
}

/** Text as it is committed, before it is sealed: deflating a handful of lines would cost more than it saves. */
export function textBody(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([Buffer.of(TEXT), Buffer.from(lines.join("\n"))]));
}

export function deflatedBody(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([Buffer.of(DEFLATED), deflateRawSync(lines.join("\n"), { level: 6 })]));
}

export function linesOf(body: Uint8Array): string[] {
  const content = Buffer.from(body.buffer, body.byteOffset + 1, body.byteLength - 1);
  const text = body[0] === DEFLATED ? inflateRawSync(content).toString("utf8") : content.toString("utf8");
  return text.split("\n");
}

/** The records of a body. */
export function fromBody(body: Uint8Array): DecisionRecord[] {
  const frames = new Map<string, Frame>();
  const records: DecisionRecord[] = [];
  for (const text of linesOf(body)) {
    const line = JSON.parse(text) as Line;
    if ("key" in line) frames.set(line.key, line.frame);
    else if ("answer" in line) records.push(line);
    else records.push(plainRecord(line, frames.get(line.frame) as Frame));
  }
  return records;
}

function plainRecord({ at, id, request, until, use }: PlainLine, frame: Frame): DecisionRecord {
  const nothing = { because: [], limits: null, settlements: [], shadow: null, warnings: [] };
  const answer: Answer = {
    ...frame,
    ...nothing,
    verdict: "allow",
    permitted: true,
    governed: true,
    decidedAt: at,
    validUntil: until,
    useBy: use,
  };
  return { id, request, answer, review: null };
}

/**
 * The Merkle root of a segment: a leaf per line, the commitment HMAC-SHA256(salt of the line, line). The line's salt is
 * SHA-256(segment's salt ‖ its number): one decision can be shown, or erased, without the others.
 */
export function segmentRoot(lines: readonly string[], salt: Uint8Array): Uint8Array<ArrayBuffer> {
  const seed = new Uint8Array(salt.length + 4);
  seed.set(salt);
  const number = new DataView(seed.buffer, salt.length);
  const leaves = lines.map((line, i) => {
    number.setUint32(0, i);
    return leafHash(hmacSha256(sha256(seed), Buffer.from(line)), sha256);
  });
  return new Uint8Array(merkleRoot(leaves, sha256));
}

import { deflateRawSync, inflateRawSync } from "node:zlib";
import { canonicalJson } from "@/lib/domain/canonical";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { isPlainAllow } from "@/lib/domain/decision-text";
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

const FRAME = '{"frame":{';
export const isFrameLine = (line: string) => line.startsWith(FRAME);

/** Lines of several segments as one: each frame once, decisions in order. */
export function mergeLines(bodies: readonly string[][]): string[] {
  const all = bodies.flat();
  return [...new Set(all.filter(isFrameLine)), ...all.filter((line) => !isFrameLine(line))];
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

/** What most bodies come to, in one piece. (zlib's own name; words: ok) */
const WHOLE = { chunkSize: 64 * 1024 };

const contentOf = (body: Uint8Array) => Buffer.from(body.buffer, body.byteOffset + 1, body.byteLength - 1);

function textOf(body: Uint8Array): string {
  const content = contentOf(body);
  return (body[0] === DEFLATED ? inflateRawSync(content, WHOLE) : content).toString("utf8");
}

export const linesOf = (body: Uint8Array): string[] => textOf(body).split("\n");

/** How a plain line begins, and where it names its frame. */
const PLAIN = '{"at":';
const NAMED = '"frame":"';

export const isPlainLine = (line: string) => line.startsWith(PLAIN);

/** A frame's line, and the name that plain lines call it by. */
export const frameNamed = (line: string) => JSON.parse(line) as { frame: Frame; key: string };

/** The name of a plain line's frame. */
export function frameOfLine(line: string): string {
  const at = line.indexOf(NAMED) + NAMED.length;
  return line.slice(at, line.indexOf('"', at));
}

/** The record of a line that is no frame. @param frames those before it, by name */
export function recordOf(line: string, frames: ReadonlyMap<string, Frame>): DecisionRecord {
  if (!isPlainLine(line)) return JSON.parse(line) as DecisionRecord;
  return plainRecord(JSON.parse(line) as PlainLine, frames.get(frameOfLine(line)) as Frame);
}

type Wanted = (text: string, frame: Frame | null) => boolean;
type Having = (frames: ReadonlyMap<string, Frame>) => readonly string[] | null;

/**
 * The records of a body.
 * @param wanted of a line's text and, of a plain allow, its frame: whether it is worth parsing
 * @param having texts one of which stands in each line that is wanted, so that no other is looked at; null: in all
 */
export function fromBody(body: Uint8Array, wanted?: Wanted, having?: Having): DecisionRecord[] {
  const whole = textOf(body);
  const { frames, end } = framesOf(whole);
  const texts = having?.(frames) ?? null;
  const records: DecisionRecord[] = [];
  for (const text of texts ? linesHaving(whole, end, texts) : linesFrom(whole, end)) {
    const frame = isPlainLine(text) ? (frames.get(frameOfLine(text)) as Frame) : null;
    if (!wanted || wanted(text, frame)) records.push(recordOf(text, frames));
  }
  return records;
}

/** The frames, which stand in front, by name; and where the decisions begin. */
function framesOf(text: string) {
  const frames = new Map<string, Frame>();
  let end = 0;
  while (text.startsWith(FRAME, end)) {
    const next = text.indexOf("\n", end);
    const { frame, key } = frameNamed(text.slice(end, next < 0 ? undefined : next));
    frames.set(key, frame);
    end = next < 0 ? text.length : next + 1;
  }
  return { frames, end };
}

const linesFrom = (text: string, start: number) => (start < text.length ? text.slice(start).split("\n") : []);

/** The lines from `start` on that have one of these texts, in order. */
function linesHaving(text: string, start: number, having: readonly string[]): string[] {
  const starts = new Set<number>();
  const end = (at: number) => text.indexOf("\n", at);
  for (const one of having)
    for (let at = text.indexOf(one, start); at >= 0; at = end(at) < 0 ? -1 : text.indexOf(one, end(at)))
      starts.add(text.lastIndexOf("\n", at) + 1);
  return [...starts].sort((a, b) => a - b).map((at) => text.slice(at, end(at) < 0 ? undefined : end(at)));
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

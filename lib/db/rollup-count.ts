/** Counts the lines of segments by kind of decision and minute, without parsing what is alike. */
import { type DecisionKind, kindOf, kindText, type Rests, restsFor } from "@/lib/domain/decision-kind";
import type { PactProgram } from "@/lib/domain/program";
import {
  type DecisionRecord,
  type Frame,
  frameNamed,
  frameOfLine,
  isFrameLine,
  isPlainLine,
  recordOf,
} from "./segment";

export const MINUTE_MS = 60_000;

/** How many decisions of a kind, by the minute they fell into (ms / 60,000). */
interface KindCount {
  kind: DecisionKind;
  minutes: Map<number, number>;
}
export type Counts = Map<string, KindCount>;

/** Programs of pact versions, by hash; one that is not there promised nothing that is known. */
export type Programs = ReadonlyMap<string, PactProgram>;

const HASH = /"hash":"(sha256:[0-9a-f]{64})"/g;

/** Hashes of the pact versions that these lines name; perhaps others that a caller wrote: nothing is behind those. */
export function hashesIn(lines: readonly string[]): Set<string> {
  const named = lines.filter((line) => !isPlainLine(line)).flatMap((line) => [...line.matchAll(HASH)]);
  return new Set(named.map(([, hash]) => hash as string));
}

/** What plain allows of one frame and action have in common: all but the agent, and perhaps whether they rested on evidence. */
interface Alike {
  frame: Frame;
  programs: PactProgram[];
  rests: Rests;
  /** By agent. */
  counts: Map<string, KindCount>;
}

/** Of a plain line, where its request begins: members are in order, so nothing that a caller wrote stands before. */
const ACTION = '"request":{"action":"';
const AGENT = '","agent":"';

/** The agent and action of a plain line; null: some name has to be unescaped. */
function namesOf(line: string): { agent: string; action: string } | null {
  const start = line.indexOf(ACTION) + ACTION.length;
  const end = line.indexOf('"', start);
  const from = end + AGENT.length;
  if (!line.startsWith(AGENT, end)) return null;
  const [action, agent] = [line.slice(start, end), line.slice(from, line.indexOf('"', from))];
  return action.includes("\\") || agent.includes("\\") ? null : { action, agent };
}

/**
 * Adds the decisions of a body's lines to `counts`.
 * @param lines frames first, as they stand in a segment
 * @param from only decisions at or after this instant (ms)
 */
export function countLines(lines: readonly string[], programs: Programs, counts: Counts, from = 0): void {
  const known = (pacts: Frame["pacts"]) => pacts.flatMap(({ hash }) => programs.get(hash) ?? []);
  const frames = new Map<string, Frame>();
  const alike = new Map<string, Alike>();
  const whole = ({ request, answer }: DecisionRecord) => {
    if (answer.decidedAt >= from) add(counts, kindOf(request, answer, known(answer.pacts)), answer.decidedAt);
  };
  for (const line of lines) {
    if (isFrameLine(line)) {
      const { key, frame } = frameNamed(line);
      frames.set(key, frame);
      continue;
    }
    const names = isPlainLine(line) ? namesOf(line) : null;
    if (names === null) {
      whole(recordOf(line, frames));
      continue;
    }
    const at = Number.parseInt(line.slice(6), 10);
    if (at < from) continue;
    const { action, agent } = names;
    const key = frameOfLine(line);
    const shared =
      alike.get(`${key} ${action}`) ?? remember(alike, `${key} ${action}`, frames.get(key) as Frame, action);
    if (shared.rests === "depends") whole(recordOf(line, frames));
    else plain(shared, agent, action, at);
  }

  function remember(into: typeof alike, name: string, frame: Frame, action: string): Alike {
    const own = known(frame.pacts);
    const made: Alike = { frame, programs: own, rests: restsFor(own, action), counts: new Map() };
    into.set(name, made);
    return made;
  }
  function plain(shared: Alike, agent: string, action: string, at: number): void {
    const before = shared.counts.get(agent);
    if (before) tick(before, at);
    else shared.counts.set(agent, add(counts, plainKind(shared.frame, agent, action, shared.rests === "always"), at));
  }
}

function plainKind({ workflow, mode, pacts }: Frame, agent: string, action: string, rested: boolean): DecisionKind {
  return {
    ...{ agent, workflow, action, mode, rested },
    ...{ verdict: "allow", trigger: null, permitted: true, governed: true },
    pacts: [...new Set(pacts.map(({ pact }) => pact))].sort(),
  };
}

function add(counts: Counts, kind: DecisionKind, at: number): KindCount {
  const text = kindText(kind);
  const count = counts.get(text) ?? { kind, minutes: new Map<number, number>() };
  counts.set(text, count);
  tick(count, at);
  return count;
}

function tick({ minutes }: KindCount, at: number): void {
  const minute = Math.floor(at / MINUTE_MS);
  minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
}

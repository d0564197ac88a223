/** The JSON text of answers: most are plain allows, whose text is put together without the object that it shows. */
import type { Answer } from "./decision.ts";
import { isoInstant } from "./instant.ts";
import { presentDecision } from "./present.ts";

/** A plain allow: nothing acted, nothing was held, nothing ran outside a pact. It needs no index row of its own. */
export function isPlainAllow(answer: Answer): boolean {
  return (
    answer.verdict === "allow" &&
    answer.governed &&
    answer.away === undefined &&
    answer.because.length === 0 &&
    answer.shadow === null &&
    answer.warnings.length === 0
  );
}

const timeOrNull = (ms: number | null): string => (ms === null ? "null" : `"${isoInstant(ms)}"`);

interface Shared {
  of: Answer;
  before: string;
  after: string;
}

/** What the text of plain allows holds before and after their times. Those of one kind of request share their list of pacts. */
const shared = new WeakMap<Answer["pacts"], Shared>();

const alike = (a: Answer, b: Answer): boolean =>
  a.revision === b.revision && a.authority === b.authority && a.mode === b.mode && a.permitted === b.permitted;

function sharedText(answer: Answer): Shared {
  const known = shared.get(answer.pacts);
  if (known && alike(known.of, answer)) return known;
  const { permitted, mode, authority, pacts, revision } = answer;
  const named = pacts.map(({ pact, version, hash }) => ({ pact, version, hash }));
  const before = `,"verdict":"allow","permitted":${permitted},"status":"final","mode":"${mode}","authority":"${authority}","because":[],"limits":null,"settlements":[],"shadow":null,"review":null,"warnings":[],"pacts":${JSON.stringify(named)},"governed":true,"decidedAt":`;
  const made = { of: answer, before, after: `,"revision":${revision}}` };
  shared.set(pacts, made);
  return made;
}

/**
 * What JSON.stringify makes of `presentDecision` for a decision just made, byte for byte.
 * @param id null: a dry run
 * @param review that was opened for it
 */
export function decisionText(
  id: string | null,
  answer: Answer,
  review: { id: string; expiresAt: number } | null,
): string {
  if (!isPlainAllow(answer)) {
    const pending = review && { ...review, state: "pending" as const, answer: null };
    return JSON.stringify(presentDecision(id, answer, pending, answer.decidedAt));
  }
  const { before, after } = sharedText(answer);
  const { decidedAt, validUntil, useBy } = answer;
  const name = id === null ? "null" : `"${id}"`;
  return `{"id":${name}${before}"${isoInstant(decidedAt)}","validUntil":${timeOrNull(validUntil)},"useBy":${timeOrNull(useBy)}${after}`;
}

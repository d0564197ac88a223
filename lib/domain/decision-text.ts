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

/** What the text of plain allows holds before and after their times, for the last answer and all like it. */
let shared: { of: Answer; before: string; after: string } | undefined;

const alike = (a: Answer, b: Answer): boolean =>
  a.revision === b.revision &&
  a.authority === b.authority &&
  a.mode === b.mode &&
  a.permitted === b.permitted &&
  a.pacts.length === b.pacts.length &&
  a.pacts.every(({ pact, version, hash }, i) => {
    const other = b.pacts[i];
    return hash === other?.hash && pact === other.pact && version === other.version;
  });

function sharedText(answer: Answer): { before: string; after: string } {
  if (shared && alike(shared.of, answer)) return shared;
  const { permitted, mode, authority, pacts, revision } = answer;
  const named = pacts.map(({ pact, version, hash }) => ({ pact, version, hash }));
  const before = `,"verdict":"allow","permitted":${permitted},"status":"final","mode":"${mode}","authority":"${authority}","because":[],"limits":null,"settlements":[],"shadow":null,"review":null,"warnings":[],"pacts":${JSON.stringify(named)},"governed":true,"decidedAt":`;
  shared = { of: answer, before, after: `,"revision":${revision}}` };
  return shared;
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

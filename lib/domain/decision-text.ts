/** The JSON text of answers: most are plain allows, whose text is put together without the object that it shows. */
import type { Answer } from "./decision.ts";
import { isoInstant } from "./instant.ts";
import { presentDecision } from "./present.ts";

/** A plain allow: nothing acted, nothing was held, nothing ran outside a pact. It needs no index row of its own. */
export function isPlainAllow(answer: Answer): boolean {
  return (
    answer.verdict === "allow" &&
    answer.governed &&
    answer.because.length === 0 &&
    answer.shadow === null &&
    answer.warnings.length === 0
  );
}

const timeOrNull = (ms: number | null): string => (ms === null ? "null" : `"${isoInstant(ms)}"`);

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
  let pacts = "";
  for (const { pact, version, hash } of answer.pacts)
    pacts += `${pacts && ","}{"pact":${JSON.stringify(pact)},"version":${version},"hash":${JSON.stringify(hash)}}`;
  const { permitted, mode, authority, decidedAt, validUntil, useBy, revision } = answer;
  return `{"id":${id === null ? "null" : `"${id}"`},"verdict":"allow","permitted":${permitted},"status":"final","mode":"${mode}","authority":"${authority}","because":[],"limits":null,"settlements":[],"shadow":null,"review":null,"warnings":[],"pacts":[${pacts}],"governed":true,"decidedAt":"${isoInstant(decidedAt)}","validUntil":${timeOrNull(validUntil)},"useBy":${timeOrNull(useBy)},"revision":${revision}}`;
}

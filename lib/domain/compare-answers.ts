/** Two answers to one request, side by side: what differs, in words. */
import { canonicalJson } from "./canonical.ts";
import type { Answer, Because } from "./decision.ts";
import { sayInstant } from "./explain.ts";
import { sayLimits } from "./limits.ts";

/** One difference: what was so in the first answer, and is so in the second. */
export interface Difference {
  of: "verdict" | "permitted" | "limits" | "because" | "authority" | "pact" | "until" | "warning" | "shadow" | "other";
  says: string;
}

/** Whether two answers are the same to the last sentence: instants and revision included. */
export function isSameAnswer(a: Answer, b: Answer): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

const reasonKey = ({ pact, clause, trigger, at, consequence, override }: Because): string =>
  [pact, clause, trigger, at ?? "", consequence, override ?? ""].join(" ");

/** What differs in what the answers come to. Instants and ages, which differ with the clock alone, are left out. */
export function differencesBetween(first: Answer, second: Answer): Difference[] {
  const found: Difference[] = [];
  const tell = (of: Difference["of"], says: string) => void found.push({ of, says });
  if (first.verdict !== second.verdict) tell("verdict", `The verdict was ${first.verdict} and is ${second.verdict}.`);
  if (first.permitted !== second.permitted)
    tell("permitted", second.permitted ? "It was not permitted and is now." : "It was permitted and is not now.");
  if (first.authority !== second.authority)
    tell("authority", `Effective authority was ${first.authority} and is ${second.authority}.`);
  const limits = ({ limits }: Answer) => (limits ? sayLimits(limits) : "none");
  if (limits(first) !== limits(second)) tell("limits", `The limits were ${limits(first)} and are ${limits(second)}.`);
  reasons(first.because, second.because, tell);
  pacts(first, second, tell);
  if (first.governed !== second.governed)
    tell(
      "other",
      second.governed ? "No pact covered it then; one does now." : "A pact covered it then; none does now.",
    );
  if ((first.shadow?.verdict ?? null) !== (second.shadow?.verdict ?? null))
    tell(
      "shadow",
      `In shadow it was ${first.shadow?.verdict ?? "nothing"} and is ${second.shadow?.verdict ?? "nothing"}.`,
    );
  for (const warning of second.warnings.filter((one) => !first.warnings.includes(one))) tell("warning", warning);
  if (first.away && !second.away) tell("other", "It was answered without the database, by the risk of the action.");
  return found;
}

type Tell = (of: Difference["of"], says: string) => void;

function reasons(first: readonly Because[], second: readonly Because[], tell: Tell): void {
  const [before, after] = [new Set(first.map(reasonKey)), new Set(second.map(reasonKey))];
  for (const one of first) if (!after.has(reasonKey(one))) tell("because", `No longer: ${one.says}`);
  for (const one of second) if (!before.has(reasonKey(one))) tell("because", `New: ${one.says}`);
}

function pacts(first: Answer, second: Answer, tell: Tell): void {
  const versions = (answer: Answer) => new Map(answer.pacts.map(({ pact, version }) => [pact, version]));
  const [before, after] = [versions(first), versions(second)];
  for (const [pact, version] of before) {
    const now = after.get(pact);
    if (now === undefined) tell("pact", `Pact ${pact} (version ${version}) no longer concerns it.`);
    else if (now !== version) tell("pact", `Pact ${pact} was at version ${version} and is at version ${now}.`);
  }
  for (const [pact, version] of after)
    if (!before.has(pact)) tell("pact", `Pact ${pact} (version ${version}) concerns it now.`);
}

/** As `differencesBetween`, of two answers that should be the same to the last word. */
export function deviationsBetween(recorded: Answer, again: Answer): Difference[] {
  const found = differencesBetween(recorded, again);
  if (recorded.validUntil !== again.validUntil) {
    const until = ({ validUntil }: Answer) => (validUntil === null ? "a change" : sayInstant(validUntil));
    found.push({ of: "until", says: `It was valid until ${until(recorded)} and comes out as until ${until(again)}.` });
  }
  if (found.length > 0 || isSameAnswer(recorded, again)) return found;
  const differs = Object.keys({ ...recorded, ...again }).filter((name) => {
    const of = (answer: Answer) => canonicalJson((answer as unknown as Record<string, unknown>)[name] ?? null);
    return of(recorded) !== of(again);
  });
  return [{ of: "other", says: `The same comes out of it, but not the same words: ${differs.join(", ")}.` }];
}

import type { IdempotentCall } from "@/lib/db/idempotency";
import type { DecisionRecord } from "@/lib/db/segment";
import type { DecisionRequest } from "@/lib/domain/decision";
import { decisionText } from "@/lib/domain/decision-text";
import { type DecisionJson, presentDecision } from "@/lib/domain/present";
import type { Actor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { keepAnswer } from "../idempotent";
import { permit } from "../verb";
import { reachRevision } from "./shared-revision";

export interface AskOptions {
  /** Decide without recording. */
  dryRun?: boolean;
  /** Decide on this revision or a later one. */
  minRevision?: number;
  idempotent?: IdempotentCall;
}

const present = ({ id, answer, review }: DecisionRecord): DecisionJson =>
  presentDecision(id, answer, review && { ...review, state: "pending", answer: null }, answer.decidedAt);

const presentFirst = ([record]: DecisionRecord[]): DecisionJson => {
  if (!record) throw new Error("a decision without a record");
  return present(record);
};

/**
 * Asks for one decision. Resolves once it is durably recorded (CONTRACT.md 3.10); a verdict is never an error.
 * @throws SuretyError forbidden, unavailable (ask again), conflict (a revision that does not exist yet)
 */
export async function askDecision(
  actor: Actor,
  request: DecisionRequest,
  { dryRun, minRevision, idempotent }: AskOptions = {},
): Promise<DecisionJson> {
  permit(actor, "decision.ask");
  const { recorder } = runtime();
  const { organisationId } = actor;
  if (minRevision !== undefined) await reachRevision(organisationId, minRevision);
  if (dryRun) {
    const answer = await recorder.dryRun(organisationId, request);
    const shown = presentDecision(null, answer, null, answer.decidedAt);
    if (idempotent) await keepAnswer(actor, idempotent, shown);
    return shown;
  }
  const kept = idempotent && { call: idempotent, present: presentFirst };
  return presentFirst(await recorder.ask(organisationId, [request], kept));
}

const textsOf = (records: DecisionRecord[]): string =>
  records.map(({ id, answer, review }) => decisionText(id, answer, review)).join(",");

/** Several in one commit, by callbacks; `{ decisions }` as JSON text. @throws SuretyError forbidden */
export function askTexts(
  actor: Actor,
  requests: readonly DecisionRequest[],
  answered: (text: string) => void,
  refused: (error: unknown) => void,
): void {
  permit(actor, "decision.ask");
  const give = (records: DecisionRecord[]) => answered(`{"decisions":[${textsOf(records)}]}`);
  runtime().recorder.take(actor.organisationId, requests, give, refused);
}

/**
 * As `askDecision` with no option but `dryRun`, by callbacks; the decision as JSON text.
 * @throws SuretyError forbidden
 */
export function askText(
  actor: Actor,
  asked: DecisionRequest & { dryRun?: boolean },
  answered: (text: string) => void,
  refused: (error: unknown) => void,
): void {
  permit(actor, "decision.ask");
  const { recorder } = runtime();
  if (asked.dryRun === undefined) {
    recorder.take(actor.organisationId, [asked], (records) => answered(textsOf(records)), refused);
    return;
  }
  const { dryRun, ...request } = asked;
  if (dryRun)
    recorder
      .dryRun(actor.organisationId, request)
      .then((answer) => answered(decisionText(null, answer, null)), refused);
  else askText(actor, request, answered, refused);
}

export interface AskEachOptions {
  idempotent?: IdempotentCall;
  /** True of a decision, the `index`th, after which the others are not asked for any more. */
  enough?: (decision: DecisionJson, index: number) => boolean;
}

/**
 * Several in one commit, decided in order.
 * @param answer what the decisions become; kept with them where the call has an Idempotency-Key
 */
export async function askEach<T>(
  actor: Actor,
  requests: readonly DecisionRequest[],
  answer: (decisions: DecisionJson[]) => T,
  { idempotent, enough }: AskEachOptions = {},
): Promise<T> {
  permit(actor, "decision.ask");
  const presentAll = (records: DecisionRecord[]) => answer(records.map(present));
  const records = await runtime().recorder.ask(
    actor.organisationId,
    requests,
    idempotent && { call: idempotent, present: presentAll },
    enough && ((record, index) => enough(present(record), index)),
  );
  return presentAll(records);
}

import type { IdempotentCall } from "@/lib/db/idempotency";
import type { DecisionRecord } from "@/lib/db/segment";
import type { DecisionRequest } from "@/lib/domain/decision";
import { notFound, SuretyError } from "@/lib/domain/errors";
import { type DecisionJson, presentDecision } from "@/lib/domain/present";
import type { Actor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { permit } from "../verb";

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
  if (minRevision !== undefined) await reach(organisationId, minRevision);
  if (dryRun) {
    const answer = await recorder.dryRun(organisationId, request);
    return presentDecision(null, answer, null, answer.decidedAt);
  }
  const kept = idempotent && { call: idempotent, present: presentFirst };
  return presentFirst(await recorder.ask(organisationId, [request], kept));
}

/** Several in one commit, answered in order. */
export async function askDecisions(
  actor: Actor,
  requests: readonly DecisionRequest[],
  { idempotent }: Pick<AskOptions, "idempotent"> = {},
): Promise<{ decisions: DecisionJson[] }> {
  permit(actor, "decision.ask");
  const presentAll = (records: DecisionRecord[]) => ({ decisions: records.map(present) });
  const kept = idempotent && { call: idempotent, present: presentAll };
  return presentAll(await runtime().recorder.ask(actor.organisationId, requests, kept));
}

async function reach(organisationId: string, revision: number): Promise<void> {
  const { snapshots } = runtime();
  await snapshots.reach(organisationId, revision);
  const snapshot = snapshots.peek(organisationId);
  if (!snapshot) throw notFound();
  if (snapshot.revision < revision) {
    throw new SuretyError("conflict", `Revision ${revision} does not exist yet; the newest is ${snapshot.revision}.`, {
      code: "revision",
    });
  }
}

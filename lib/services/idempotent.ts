import {
  forgetKeyClash,
  hashBody,
  type IdempotentCall,
  type KeptAnswer,
  keptAnswer,
  rememberAnswers,
} from "@/lib/db/idempotency";
import type { Actor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";

export type { IdempotentCall, KeptAnswer } from "@/lib/db/idempotency";

/**
 * What an Idempotency-Key binds: who, which call, which body.
 * @param call method and path
 */
export function idempotentCall(
  actor: Actor,
  key: string,
  call: string,
  body: string,
  keep: IdempotentCall["keep"],
): IdempotentCall {
  return { key, scope: `${actor.type}:${actor.id} ${call}`, bodyHash: hashBody(body), keep };
}

/** The first answer to this call, if there was one within 24 h. @throws SuretyError invalid/idempotency_mismatch */
export function firstAnswer(actor: Actor, call: IdempotentCall): Promise<KeptAnswer | null> {
  const { db, clock } = runtime();
  return keptAnswer(db, actor.organisationId, call, clock.now());
}

/** Keeps the answer of a call that was several units of work: a repeated call then gets this one. */
export async function keepAnswer(actor: Actor, call: IdempotentCall, result: unknown): Promise<void> {
  const { db, clock } = runtime();
  const { organisationId } = actor;
  try {
    await db.organisation(organisationId, (tx) => rememberAnswers(tx, organisationId, [{ call, result }], clock.now()));
  } catch (error) {
    throw forgetKeyClash(error, call);
  }
}

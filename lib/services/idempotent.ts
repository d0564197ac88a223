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

/** As `idempotentCall`, for a body that was hashed while it was read. @param part of the call, where it has several */
export function hashedCall(
  actor: Actor,
  { key, call, bodyHash, part }: { key: string; call: string; bodyHash: string; part?: number },
  keep: IdempotentCall["keep"],
): IdempotentCall {
  // A blank never stands in a key that was sent.
  const name = part === undefined ? key : `${key} ${part}`;
  return { key: name, scope: `${actor.type}:${actor.id} ${call}`, bodyHash, keep };
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

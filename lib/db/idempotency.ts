import { createHash } from "node:crypto";
import { SuretyError } from "@/lib/domain/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Tx, Units } from "./client";

/** A call that is to have one effect however often it is sent (Idempotency-Key). */
export interface IdempotentCall {
  key: string;
  /** Who called what: principal, method and path. */
  scope: string;
  /** sha256 of the body, hex. */
  bodyHash: string;
  /** The answer to keep, made of the verb's result: never a secret. */
  keep(result: unknown): KeptAnswer;
}

export interface KeptAnswer {
  status: number;
  response: unknown;
}

const KEEP_MS = 24 * 3600_000;

export function hashBody(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}

/**
 * The first answer to this key, if there was one within 24 h.
 * @throws SuretyError invalid/idempotency_mismatch where the key came with another body or call
 */
export async function keptAnswer(
  db: Units,
  organisationId: string,
  call: Pick<IdempotentCall, "key" | "scope" | "bodyHash">,
  now: number,
): Promise<KeptAnswer | null> {
  const row = await db.organisation(organisationId, (tx) =>
    tx.idempotencyKey.findUnique({ where: { organisationId_key: { organisationId, key: call.key } } }),
  );
  if (!row || row.createdAt.getTime() <= now - KEEP_MS) return null;
  if (row.scope !== call.scope || row.bodyHash !== call.bodyHash) {
    throw new SuretyError(
      "invalid",
      "This Idempotency-Key was used with another request. Send a new key for a new request.",
      {
        code: "idempotency_mismatch",
      },
    );
  }
  return { status: row.status, response: row.response };
}

/** Keeps the answers in the same transaction as their effects: both or neither survive. */
export async function rememberAnswers(
  tx: Tx,
  organisationId: string,
  calls: readonly { call: IdempotentCall; result: unknown }[],
  now: number,
): Promise<void> {
  if (calls.length === 0) return;
  await tx.idempotencyKey.deleteMany({
    where: {
      organisationId,
      key: { in: calls.map(({ call }) => call.key) },
      createdAt: { lte: new Date(now - KEEP_MS) },
    },
  });
  await tx.idempotencyKey.createMany({
    data: calls.map(({ call, result }) => {
      const { status, response } = call.keep(result);
      return {
        organisationId,
        key: call.key,
        scope: call.scope,
        bodyHash: call.bodyHash,
        status,
        response: (response ?? {}) as Prisma.InputJsonValue,
        createdAt: new Date(now),
      };
    }),
  });
}

/** The row of a kept answer, for the recorder's statement. */
export function answerRow(call: IdempotentCall, result: unknown, now: number) {
  const { status, response } = call.keep(result);
  return {
    key: call.key,
    scope: call.scope,
    body_hash: call.bodyHash,
    status,
    response: response ?? {},
    at: new Date(now).toISOString(),
  };
}

/** Two calls at once with one key: the second one's insert fails, its work is undone, and it is told to ask again. */
export function forgetKeyClash(error: unknown, call: IdempotentCall | undefined): unknown {
  const known = error as { code?: string; meta?: { modelName?: string } };
  if (call && known?.code === "P2002" && known.meta?.modelName === "IdempotencyKey") return new KeyClash();
  return error;
}

/** Raised inside the process only; the border then reads the kept answer. */
export class KeyClash extends Error {
  readonly keyClash = true;
}

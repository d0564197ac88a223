import type { Units } from "./client";

const DAY_MS = 24 * 3600_000;

/** Answers kept for Idempotency-Key live 24 h. */
export async function forgetOldAnswers(db: Units, now: number): Promise<void> {
  await db.system((tx) => tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now - DAY_MS) } } }));
}

/** Sessions that ended a month ago are of no use to anybody. */
export async function forgetOldSessions(db: Units, now: number): Promise<void> {
  const before = new Date(now - 30 * DAY_MS);
  await db.system((tx) =>
    tx.session.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] } }),
  );
}

/** Windows shorter than a day begin with a full minute; of anything older, hours and days are enough. */
export async function forgetOldMinutes(db: Units, now: number): Promise<void> {
  const before = new Date(now - 3 * DAY_MS);
  await db.system((tx) => tx.decisionRollup.deleteMany({ where: { grain: "minute", at: { lt: before } } }));
}

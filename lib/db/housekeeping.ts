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

/**
 * What was told is forgotten: events, deliveries, mail and notices that arrived after 30 days, dead ones after 90. An event that
 * a webhook still has to be told of (a disabled one, say) waits for it, 90 days at most.
 */
export async function forgetOldNews(db: Units, now: number): Promise<void> {
  const [month, quarter] = [new Date(now - 30 * DAY_MS), new Date(now - 90 * DAY_MS)];
  await db.system(async (tx) => {
    await tx.$executeRaw`
      DELETE FROM outbox o WHERE o.created_at < ${quarter} OR (o.created_at < ${month} AND NOT EXISTS (
        SELECT 1 FROM webhook w WHERE w.organisation_id = o.organisation_id AND w.after < o.seq))`;
    for (const [state, before] of [["delivered", month] as const, ["dead", quarter] as const]) {
      await tx.webhookDelivery.deleteMany({ where: { state, triedAt: { lt: before } } });
      await tx.mail.deleteMany({ where: { state, triedAt: { lt: before } } });
    }
    await tx.notice.deleteMany({ where: { mailedAt: { lt: month } } });
  });
}

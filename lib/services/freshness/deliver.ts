import { z } from "zod";
import { newWebhookSecret } from "@/lib/db/secrets";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { type Delivered, sendWebhook } from "@/lib/runtime/webhook-sender";
import { verb } from "../verb";

/** Attempts, and how long after a failed one the next is made, ms: a minute, then ever longer, for about a day. */
const WAITS = [60_000, 300_000, 1_800_000, 7_200_000, 28_800_000, 43_200_000];

/**
 * Makes a new secret that questions for evidence are signed with; the one before ends at once. It is shown this once.
 */
export const rotateReverifySecret = verb({
  name: "reverify.rotate",
  permission: "issuer.write",
  input: z.strictObject({}),
  async work({ tx, now, organisationId }) {
    const secret = newWebhookSecret();
    const fields = { secret, createdAt: new Date(now) };
    await tx.reverifySecret.upsert({
      where: { organisationId },
      update: fields,
      create: { organisationId, ...fields },
    });
    return {
      result: { secret },
      entries: [{ kind: "reverify.rotated", subject: "organisation", payload: {} }],
      effect: "none",
    };
  },
});

const noted = z.strictObject({ id: z.string(), problem: z.string().nullable() });

/** Writes down what came of an attempt; a question that arrived is told to history. */
const noteDelivery = verb({
  name: "reverify.delivered",
  permission: "evidence.record",
  input: noted,
  async work({ tx, now, organisationId }, { id, problem }) {
    const where = { organisationId_id: { organisationId, id } };
    const row = await tx.reverification.findUniqueOrThrow({ where });
    const wait = WAITS[row.attempts];
    const nextAt = wait === undefined ? row.dueAt : new Date(now + wait);
    const end = problem === null ? { deliveredAt: new Date(now), problem: null } : { problem, nextAt };
    await tx.reverification.update({ where, data: { ...end, attempts: row.attempts + 1 } });
    if (problem !== null) return { unchanged: true, result: null };
    const { agent, pact, clause, release, reason } = row;
    const payload = { asked: id, agent, pact, clause, release, reason, host: new URL(row.url).host };
    return {
      result: null,
      entries: [{ kind: "evidence.asked_for", subject: `clause/${pact}/${clause}`, payload }],
      effect: "none",
    };
  },
});

/**
 * Sends the questions that are due. Sent before it is noted: after a crash in between the receiver gets it twice, under the
 * same id.
 */
export async function deliverQuestions(): Promise<void> {
  const { db, clock, url } = runtime();
  const due = await db.system((tx) =>
    tx.reverification.findMany({
      where: {
        deliveredAt: null,
        answeredAt: null,
        unansweredAt: null,
        attempts: { lte: WAITS.length },
        nextAt: { lte: new Date(clock.now()) },
      },
      orderBy: { nextAt: "asc" },
      take: 100,
    }),
  );
  for (const row of due) {
    const { organisationId, id, agent, pact, clause, release, reason, since, dueAt } = row;
    const data = {
      id,
      agent,
      pact,
      clause,
      release,
      reason,
      since: since.toISOString(),
      answerBy: dueAt.toISOString(),
    };
    const at = clock.now();
    const body = {
      type: "evidence.asked_for",
      timestamp: new Date(at).toISOString(),
      data: { ...data, evidence: `${url}/api/v1/evidence` },
    };
    const came: Delivered = await sendWebhook({
      url: row.url,
      secrets: [await secretOf(organisationId)],
      id,
      at,
      body,
    });
    await noteDelivery(systemActor(organisationId), { id, problem: came.ok ? null : came.problem });
  }
}

/** The organisation's secret; made at first need, for an owner to replace with one that they know. */
async function secretOf(organisationId: string): Promise<string> {
  const { db } = runtime();
  const read = () =>
    db.organisation(organisationId, (tx) => tx.reverifySecret.findUnique({ where: { organisationId } }));
  const known = (await read())?.secret;
  if (known !== undefined) return known;
  return (await rotateReverifySecret(systemActor(organisationId), {})).result.secret;
}

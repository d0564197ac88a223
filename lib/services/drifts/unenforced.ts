import { z } from "zod";
import { notAcknowledged } from "@/lib/db/nodes";
import { ownersOf } from "@/lib/db/review-team";
import { identifier } from "@/lib/domain/fields";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { verb } from "../verb";

const MINUTE = 60_000;
/** Who is told that a drift is decided and not enforced, and how long after it was verified, ms. The owners are told each time. */
const STEPS = [
  { turn: "team", after: MINUTE },
  { turn: "escalation", after: 10 * MINUTE },
] as const;

/** Tells that what a drift lowered is decided, and not acknowledged by everything that decides: its team, then its escalation. */
const tellUnenforced = verb({
  name: "drift.unenforced",
  permission: "drift.judge",
  input: z.strictObject({ id: identifier }),
  async work({ tx, now, organisationId }, { id }) {
    const where = { organisationId_id: { organisationId, id } };
    const drift = await tx.drift.findUnique({ where });
    const { verifiedAt, enforcedAt, enforcedRevision: revision, unenforcedTold: told } = drift ?? {};
    if (!drift || !verifiedAt || enforcedAt || !revision || revision < 0) return { unchanged: true, result: false };
    const due = STEPS.filter(({ after }) => now - verifiedAt.getTime() >= after).length;
    const step = STEPS[due - 1];
    if (!step || due <= (told ?? 0)) return { unchanged: true, result: false };
    const { count } = await tx.drift.updateMany({
      where: { organisationId, id, enforcedAt: null, unenforcedTold: told },
      data: { unenforcedTold: due },
    });
    if (count === 0) return { unchanged: true, result: false };
    const { agent, pact, clause, release } = drift;
    const [team = null] = await ownersOf(tx, organisationId, { pact, clause });
    const behind = await notAcknowledged(tx, organisationId, revision, now);
    const since = verifiedAt.toISOString();
    const payload = { agent, pact, clause, release, drift: id, team, turn: step.turn, revision, since, behind };
    const event = { kind: "drift.unenforced", subject: `clause/${pact}/${clause}`, payload };
    return { result: true, entries: [event], effect: "none", outbox: [event] };
  },
});

/** Finds, in all organisations, what was decided and is not enforced yet. */
export async function watchUnenforced(): Promise<void> {
  const { db, clock } = runtime();
  const late = new Date(clock.now() - STEPS[0].after);
  const rows = await db.system((tx) =>
    tx.drift.findMany({
      where: {
        ...{ enforcedAt: null, enforcedRevision: { gt: 0 }, verifiedAt: { lte: late } },
        unenforcedTold: { lt: STEPS.length },
      },
      select: { organisationId: true, id: true },
    }),
  );
  await eachAlone(
    rows,
    ({ organisationId, id }) => tellUnenforced(systemActor(organisationId), { id }),
    "some drifts that are not enforced wait for the next sweep",
  );
}

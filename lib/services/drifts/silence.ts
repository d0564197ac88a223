import { z } from "zod";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { verb } from "../verb";

/**
 * Writes down that alarms which waited for a person's word verified themselves, since nobody spoke in time. Their latches act
 * by the clock since that very instant: this changes no answer, it only tells it to history and to those who watch.
 */
export const settleSilentDrifts = verb({
  name: "drift.settle_silent",
  permission: "drift.judge",
  input: z.strictObject({}),
  async work({ tx, now, organisationId }) {
    const due = { organisationId, state: "suspected", verifiedAt: { lte: new Date(now) } };
    // The state decides: where a person speaks at this very moment, the later of the two finds nothing to do.
    const rows = await tx.drift.updateManyAndReturn({ where: due, data: { state: "verified" } });
    const result = rows.map(({ id }) => id);
    const told = rows.map(({ id, agent, pact, clause, release, e, says, verifiedAt }) => ({
      kind: "drift.verified",
      subject: `clause/${pact}/${clause}`,
      payload: { drift: id, agent, pact, clause, release, odds: e, says, verifiedAt, silent: true },
    }));
    const [first, ...others] = told;
    if (!first) return { unchanged: true, result };
    return { result, entries: [first, ...others], effect: "none", outbox: told };
  },
});

/** The sweep over every organisation, each in a unit of its own: one that fails holds up no other. */
export async function verifySilentDrifts(): Promise<void> {
  const { db, clock } = runtime();
  const due = { state: "suspected", verifiedAt: { lte: new Date(clock.now()) } };
  const rows = await db.system((tx) =>
    tx.drift.findMany({ where: due, select: { organisationId: true }, distinct: ["organisationId"] }),
  );
  const work = ({ organisationId }: { organisationId: string }) => settleSilentDrifts(systemActor(organisationId), {});
  await eachAlone(rows, work, "drifts of some organisations wait for the next sweep");
}

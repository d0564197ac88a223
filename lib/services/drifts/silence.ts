import { z } from "zod";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { endProbations, told } from "../probations";
import { verb } from "../verb";

/**
 * Writes down that alarms which waited for a person's word verified themselves, since nobody spoke in time. Their latches act
 * by the clock since that very instant: this changes no answer, it only tells it to history and to those who watch. But a
 * probation that ends with a drift ends with these.
 */
const settleSilentDrifts = verb({
  name: "drift.settle_silent",
  permission: "drift.judge",
  input: z.strictObject({}),
  async work({ tx, now, organisationId }) {
    const due = { organisationId, state: "suspected", verifiedAt: { lte: new Date(now) } };
    // The state decides: where a person speaks at this very moment, the later of the two finds nothing to do.
    const rows = await tx.drift.updateManyAndReturn({ where: due, data: { state: "verified" } });
    const result = rows.map(({ id }) => id);
    const entries = rows.map(({ id, agent, pact, clause, release, e, says, verifiedAt }) => ({
      kind: "drift.verified",
      subject: `clause/${pact}/${clause}`,
      payload: { drift: id, agent, pact, clause, release, odds: e, says, verifiedAt, silent: true },
    }));
    const [first, ...others] = entries;
    if (!first) return { unchanged: true, result };
    const live = { organisationId, pact: { in: rows.map(({ pact }) => pact) }, state: "live" };
    const paths = await tx.pactVersion.findMany({ where: live, select: { pact: true, workflow: true } });
    const workflowOf = new Map(paths.map(({ pact, workflow }) => [pact, workflow]));
    const setbacks = rows.map(({ agent, pact, clause }) => ({
      ...{ kind: "drift" as const, agent, workflow: workflowOf.get(pact) ?? null },
      says: `Drift of ${clause} was verified, since nobody spoke in time.`,
    }));
    const fallen = await endProbations({ tx, organisationId, now }, setbacks);
    const effect = fallen.length > 0 ? "lowers" : "none";
    return { result, entries: [first, ...others, ...fallen], effect, outbox: told([...entries, ...fallen]) };
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

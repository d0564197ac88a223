import { insertLatches, noteLineAct, writeLines } from "@/lib/db/lines";
import { conflict } from "@/lib/domain/errors";
import { verifyDrift } from "@/lib/domain/restore";
import { actorRecord } from "@/lib/domain/roles";
import { endProbations, told } from "../probations";
import { verb } from "../verb";
import { driftAfter, findDrift, judgeDriftInput } from "./shared";

/**
 * A person says that a suspected drift is real: alarms that waited act from now on; a mere suspicion acts at the lowest stage.
 * @throws SuretyError not_found, conflict where it is verified or cleared
 */
export const verifyDriftByPerson = verb({
  name: "drift.verify",
  permission: "drift.judge",
  input: judgeDriftInput,
  async work({ tx, now, id: newId, actor, organisationId, requireWorkflow }, { id, reason }) {
    const { state, agent, pact, line, document, clause, latches } = await findDrift(tx, organisationId, id, now);
    requireWorkflow(document.workflow);
    if (state !== "suspected") throw conflict(`This drift is ${state}: only a suspected one is verified.`);
    const verified = verifyDrift({ line, clause, document, latches, now, newId: () => newId("lat") });
    if (verified.latches.length === 0)
      throw conflict(`The live version of ${pact} says nothing of what a drift of ${clause.key} does.`);
    const by = actorRecord(actor);
    const known = new Set(latches.map((latch) => latch.id));
    const waiting = verified.latches.filter((latch) => known.has(latch.id)).map((latch) => latch.id);
    await tx.latch.updateMany({ where: { organisationId, id: { in: waiting } }, data: { verifiedAt: new Date(now) } });
    const fresh = verified.latches.filter((latch) => !known.has(latch.id)).map((latch) => ({ ...latch, driftId: id }));
    await insertLatches(tx, organisationId, fresh);
    await writeLines(tx, organisationId, [verified.line], now);
    await noteLineAct(tx, organisationId, line, { kind: "verified", trigger: "drift", at: now, by });
    const row = await tx.drift.update({
      where: { organisationId_id: { organisationId, id } },
      // -1: `ledgered` writes the number of the revision that enforces it, and nodes when they know it.
      data: {
        ...{ state: "verified", verifiedAt: new Date(now), verifiedBy: by, reason },
        ...{ enforcedRevision: -1, enforcedAt: null },
      },
    });
    const subject = `clause/${pact}/${clause.key}`;
    const says = `Drift of ${clause.title} was verified.`;
    const { workflow } = document;
    const fallen = await endProbations({ tx, organisationId, now }, [{ kind: "drift", agent, workflow, says }]);
    const payload = {
      drift: id,
      agent,
      pact,
      clause: clause.key,
      release: line.release,
      reason,
      latches: verified.latches.map((one) => ({ id: one.id, at: one.at })),
    };
    return {
      result: await driftAfter(tx, row, now),
      entries: [{ kind: "drift.verified", subject, payload }, ...fallen],
      effect: "lowers",
      outbox: [
        { kind: "drift.verified", subject, payload: { drift: id, agent, pact, clause: clause.key } },
        ...told(fallen),
      ],
    };
  },
});

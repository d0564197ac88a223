import { liftLatches, noteLineAct, writeLines } from "@/lib/db/lines";
import { conflict } from "@/lib/domain/errors";
import { clearDrift } from "@/lib/domain/restore";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";
import { driftAfter, findDrift, judgeDriftInput } from "./shared";

/**
 * A person says that a suspicion was nothing: alarms that waited for a word never act, and the monitor starts anew. What a
 * verified drift has latched is lifted by restoration, not by this.
 * @throws SuretyError not_found, conflict where it is verified or cleared
 */
export const clearDriftByPerson = verb({
  name: "drift.clear",
  permission: "drift.judge",
  input: judgeDriftInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, reason }) {
    const { state, agent, pact, line, document, clause, latches } = await findDrift(tx, organisationId, id, now);
    requireWorkflow(document.workflow);
    if (state === "cleared") throw conflict("This drift is cleared already.");
    if (state === "verified")
      throw conflict("This drift is verified. What it latched is lifted by a restoration (POST /api/v1/restorations).");
    const by = actorRecord(actor);
    await liftLatches(
      tx,
      organisationId,
      latches.map((latch) => latch.id),
      { at: now, by, reason },
    );
    await writeLines(tx, organisationId, [clearDrift(line)], now);
    await noteLineAct(tx, organisationId, line, { kind: "lifted", trigger: "drift", at: now, by });
    const row = await tx.drift.update({
      where: { organisationId_id: { organisationId, id } },
      data: { state: "cleared", clearedAt: new Date(now), clearedBy: by, reason },
    });
    const subject = `clause/${pact}/${clause.key}`;
    const payload = {
      drift: id,
      agent,
      pact,
      clause: clause.key,
      release: line.release,
      reason,
      latches: latches.map((one) => one.id),
    };
    return {
      result: await driftAfter(tx, row, now),
      entries: [{ kind: "drift.cleared", subject, payload }],
      effect: "loosens",
      outbox: [{ kind: "drift.cleared", subject, payload: { drift: id, agent, pact, clause: clause.key } }],
    };
  },
});

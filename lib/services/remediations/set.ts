import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { findDecisions } from "@/lib/db/decisions";
import { invalidField, notFound } from "@/lib/domain/errors";
import { REMEDIATIONS } from "@/lib/domain/exposure";
import { identifier, reason } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

const MOST = 200;

export const setRemediationInput = z.strictObject({
  subject: z.enum(["drift", "incident"], { error: "must be drift or incident" }),
  /** Of the drift or the incident. */
  id: identifier,
  decisions: z
    .array(identifier)
    .min(1, { error: "must name a decision" })
    .max(MOST, { error: `must be at most ${MOST} decisions` }),
  state: z.enum(REMEDIATIONS, { error: `must be one of ${REMEDIATIONS.join(", ")}` }),
  note: reason.optional(),
});

/**
 * A person says what became of decisions that were permitted while a promise was broken; on an incident this also links a
 * decision that was not found by itself. The newest word counts, the ledger keeps all.
 * @throws SuretyError not_found where there is no such drift or incident, invalid naming a decision that is not of its agent
 */
export const setRemediation = verb({
  name: "remediation.set",
  permission: "remediation.set",
  input: setRemediationInput,
  async work({ tx, now, actor, organisationId }, { subject: kind, id, decisions, state, note }) {
    const agent = await agentOf(tx, organisationId, kind, id);
    const ids = [...new Set(decisions)];
    const found = new Map((await findDecisions(tx, organisationId, ids)).map((one) => [one.id, one.request.agent]));
    for (const [index, decision] of ids.entries()) {
      if (found.get(decision) !== agent) throw invalidField(`decisions.${index}`, `must be a decision of ${agent}`);
    }
    const subject = `${kind}/${id}`;
    const word = { state, note: note ?? null, at: new Date(now), by: actorRecord(actor) };
    for (const decisionId of ids) {
      const key = { organisationId, subject, decisionId };
      await tx.remediation.upsert({
        where: { organisationId_subject_decisionId: key },
        create: { ...key, ...word },
        update: word,
      });
    }
    const payload = { agent, decisions: ids, state, note: note ?? null };
    return { result: payload, entries: [{ kind: "remediation.set", subject, payload }], effect: "none" };
  },
});

async function agentOf(tx: Tx, organisationId: string, kind: "drift" | "incident", id: string): Promise<string> {
  const where = { organisationId_id: { organisationId, id } };
  const select = { agent: true };
  const row =
    kind === "drift" ? await tx.drift.findUnique({ where, select }) : await tx.incident.findUnique({ where, select });
  if (!row) throw notFound();
  return row.agent;
}

import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { overrideView } from "@/lib/db/override-rows";
import { checkExpression } from "@/lib/domain/cel";
import { conflict, invalid } from "@/lib/domain/errors";
import { documentHash, identifier, text, time } from "@/lib/domain/fields";
import { narrowed, type Reach } from "@/lib/domain/override-life";
import type { PactDocument } from "@/lib/domain/pact";
import { verb } from "../verb";
import {
  addApproval,
  answered,
  asRow,
  countApprovals,
  findOverride,
  reachOf,
  refuseWhoAsked,
  requireRequested,
  staleRequest,
  takingEffect,
} from "./shared";
import { reachFields } from "./shared-ask";

/** What an approval says: the approver may shorten and narrow, never lengthen or widen. */
export const overrideApproval = z.strictObject({
  endsAt: time.optional(),
  triggers: reachFields.triggers.optional(),
  actions: reachFields.actions.optional(),
  when: reachFields.when.describe("A further condition: both must hold").optional(),
  maxUses: reachFields.maxUses.optional(),
  note: text(2000).optional(),
  hash: documentHash
    .describe("`hash` of the request as you read it: refused where it asks for something else by now")
    .optional(),
});

export const approveOverrideInput = z.strictObject({ id: identifier, ...overrideApproval.shape });

/**
 * Another person approves; with the quorum the override begins to hold, from `startsAt` on.
 * @throws SuretyError not_found, forbidden to who asked, conflict where it is no longer a request, invalid
 */
export const approveOverride = verb({
  name: "override.approve",
  permission: "override.approve",
  input: approveOverrideInput,
  async work({ tx, now, actor, organisationId, requireWorkflow }, { id, note, hash, ...by }) {
    const { row, workflow, document } = await findOverride(tx, organisationId, id);
    requireWorkflow(workflow);
    requireRequested(row, now);
    if (hash !== undefined && hash !== overrideView(row, now).hash)
      throw conflict("The request asks for something else by now. Read it again.", "hash_mismatch");
    await refuseWhoAsked(tx, organisationId, row, actor.id);
    const reach = narrow(reachOf(row), by, document, now);
    await addApproval(tx, organisationId, id, actor.id, now);
    const given = await countApprovals(tx, organisationId, id, workflow);
    const stands = given >= row.quorum;
    const decided = stands ? { state: "approved", decidedAt: new Date(now) } : {};
    const data = { ...asRow(reach), note, ...decided };
    const { count } = await guarded({ SY010: answered, SY011: answered, SY012: staleRequest }, () =>
      tx.override.updateMany({ where: { organisationId, id, state: "requested" }, data }),
    );
    if (count === 0) throw answered();
    const { row: after } = await findOverride(tx, organisationId, id);
    const view = overrideView(after, now);
    const subject = `override/${id}`;
    const { agent, pact, clause, triggers, actions, when, maxUses, endsAt } = view;
    const scope = { agent, pact, clause, triggers, actions, when, maxUses, endsAt };
    return {
      result: view,
      entries: [
        {
          kind: stands ? "override.approved" : "override.endorsed",
          subject,
          payload: { ...scope, given, quorum: row.quorum, note: note ?? null },
        },
      ],
      effect: stands ? takingEffect(document, clause) : "none",
      outbox: stands ? [{ kind: "override.approved", subject, payload: { agent, pact, clause, endsAt } }] : [],
    };
  },
});

type By = Omit<z.output<typeof overrideApproval>, "note" | "hash">;

function narrow(asked: Reach, { endsAt, when, ...by }: By, document: PactDocument | null, now: number): Reach {
  const end = endsAt === undefined ? undefined : Date.parse(endsAt);
  const { reach, errors } = narrowed(asked, { ...by, when, endsAt: end }, now);
  // Each on its own before the two together: what is no expression by itself could close the brackets of the other.
  const checked =
    when === undefined ? null : [when, reach.when ?? when].map((one) => checkExpression(one, document?.facts));
  const fault = checked?.find((one) => !one.ok);
  if (fault && !fault.ok) errors.push({ path: "when", message: fault.message });
  if (errors.length > 0) throw invalid(errors);
  return reach;
}

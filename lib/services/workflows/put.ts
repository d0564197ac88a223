import { z } from "zod";
import { guarded } from "@/lib/db/guards";
import { workflowView } from "@/lib/db/rows";
import { canonicalJson } from "@/lib/domain/canonical";
import { conflict } from "@/lib/domain/errors";
import { actionName, name, slug } from "@/lib/domain/fields";
import { LEVELS } from "@/lib/domain/pact";
import { verb } from "../verb";

const risk = z.enum(LEVELS, { error: `must be one of ${LEVELS.join(", ")}` });

/** What a workflow is, as its owner says it. */
export const workflowFields = z.strictObject({
  name,
  consequential: z.boolean({
    error: "must be true or false: whether it moves money, permissions, counterparties or customers",
  }),
  risk,
  actions: z
    .array(z.strictObject({ name: actionName, risk }), { error: "must be a list of { name, risk }" })
    .max(500, { error: "must be at most 500 actions" })
    .superRefine((actions, context) => {
      actions.forEach((action, index) => {
        if (actions.findIndex((other) => other.name === action.name) === index) return;
        context.addIssue({ code: "custom", path: [index, "name"], message: "is named twice; keep one of them" });
      });
    })
    .default([]),
});

export const putWorkflowInput = z.strictObject({ slug, ...workflowFields.shape });

/** Registers a workflow or replaces what is said of it. The same words again change nothing. */
export const putWorkflow = verb({
  name: "workflow.put",
  permission: "workflow.write",
  input: putWorkflowInput,
  async work({ tx, now, organisationId, requireWorkflow }, { slug, ...fields }) {
    requireWorkflow(slug);
    const where = { organisationId_slug: { organisationId, slug } };
    const before = await tx.workflow.findUnique({ where });
    if (before) {
      const { name, consequential, risk, actions } = workflowView(before);
      if (canonicalJson({ name, consequential, risk, actions }) === canonicalJson(fields)) {
        return { unchanged: true, result: workflowView(before) };
      }
    }
    const at = new Date(now);
    const race = () =>
      conflict(`The workflow ${slug} was registered at this very moment. Read it and send yours again.`);
    const row = await guarded({ unique: race }, () =>
      before
        ? tx.workflow.update({ where, data: { ...fields, updatedAt: at } })
        : tx.workflow.create({ data: { organisationId, slug, ...fields, createdAt: at, updatedAt: at } }),
    );
    const kind = before ? "workflow.changed" : "workflow.registered";
    // An action of more risk is answered more strictly while the database is away.
    return {
      result: workflowView(row),
      entries: [{ kind, subject: `workflow/${slug}`, payload: fields }],
      effect: "lowers",
    };
  },
});

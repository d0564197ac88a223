import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { guarded } from "@/lib/db/guards";
import { agentView } from "@/lib/db/rows";
import { conflict } from "@/lib/domain/errors";
import { name, release, slug, text } from "@/lib/domain/fields";
import { verb } from "../verb";

/** What an agent is: whose, and which releases of it may ask. */
export const agentFields = z.strictObject({
  name,
  /** A team's slug, or any contact. */
  owner: text(200),
  release,
  candidates: z
    .array(release, { error: "must be a list of releases" })
    .max(50, { error: "must be at most 50 releases" })
    .default([]),
});

export const putAgentInput = z.strictObject({ slug, ...agentFields.shape });

/** The workflows that an agent's unfinished and live pacts are about: a narrowed role needs all of them. */
async function workflowsOf(tx: Tx, organisationId: string, agent: string): Promise<string[]> {
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, agent, state: { not: "superseded" } },
    select: { workflow: true },
    distinct: ["workflow"],
  });
  return rows.map((row) => row.workflow);
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one, i) => one === b[i]);

/**
 * Registers an agent or replaces what is said of it; a new current release goes into its history.
 * The same words again change nothing.
 */
export const putAgent = verb({
  name: "agent.put",
  permission: "agent.write",
  input: putAgentInput,
  async work({ tx, now, organisationId, requireWorkflow }, { slug, ...input }) {
    for (const workflow of await workflowsOf(tx, organisationId, slug)) requireWorkflow(workflow);
    const fields = { ...input, candidates: [...new Set(input.candidates)].filter((one) => one !== input.release) };
    const where = { organisationId_slug: { organisationId, slug } };
    const before = await tx.agent.findUnique({ where });
    const asks = !before || before.release !== fields.release || !same(before.candidates, fields.candidates);
    if (before && !asks && before.name === fields.name && before.owner === fields.owner) {
      return { unchanged: true, result: agentView(before) };
    }
    const at = new Date(now);
    const race = () => conflict(`The agent ${slug} was changed at this very moment. Read it and send yours again.`);
    const row = await guarded({ unique: race }, async () => {
      const saved = before
        ? await tx.agent.update({ where, data: { ...fields, updatedAt: at } })
        : await tx.agent.create({ data: { organisationId, slug, ...fields, createdAt: at, updatedAt: at } });
      if (before?.release !== fields.release) {
        await tx.agentRelease.create({ data: { organisationId, agent: slug, release: fields.release, since: at } });
      }
      return saved;
    });
    return {
      result: agentView(row),
      entries: [
        {
          kind: kindOf(before, fields.release),
          subject: `agent/${slug}`,
          payload: { ...fields, before: before?.release ?? null },
        },
      ],
      // Another release asks with other evidence, and an agent that is known is no longer ungoverned.
      effect: asks ? "lowers" : "none",
      outbox: asks
        ? [{ kind: "agent.changed", subject: `agent/${slug}`, payload: { agent: slug, release: fields.release } }]
        : [],
    };
  },
});

function kindOf(before: { release: string } | null, release: string): string {
  if (!before) return "agent.registered";
  return before.release === release ? "agent.changed" : "agent.released";
}

import { z } from "zod";
import { twinName } from "@/lib/domain/twin";
import { verb } from "../verb";

/** A drill registers its twins: each an agent marked as such, under the same pacts, with a standing of its own. */
export const enlistTwins = verb({
  name: "drill.enlist",
  permission: "drill.run",
  input: z.strictObject({ agents: z.array(z.string()).min(1).max(1000) }),
  async work({ tx, now, actor, organisationId }, { agents }) {
    const known = await tx.agent.findMany({
      where: { organisationId, slug: { in: [...new Set(agents)] } },
      select: { slug: true, name: true, owner: true, release: true },
    });
    const at = new Date(now);
    const rows = agents.flatMap((of, n) => {
      const agent = known.find(({ slug }) => slug === of);
      const twin = { slug: twinName(of, actor.id, n), twinOf: of, drillId: actor.id, createdAt: at, updatedAt: at };
      return agent ? [{ ...agent, ...twin, organisationId }] : [];
    });
    await tx.agent.createMany({ data: rows });
    return {
      result: rows.map(({ slug, twinOf, release }) => ({ slug, twinOf, release })),
      entries: [{ kind: "twins.enlisted", subject: `drill/${actor.id}`, payload: { twins: rows.length } }],
      effect: "loosens",
    };
  },
});

import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Names of the organisation's agents by slug. */
export async function agentNames(actor: Actor): Promise<Record<string, string>> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.agent.findMany({
      where: { organisationId },
      select: { slug: true, name: true },
      orderBy: { slug: "asc" },
    });
    return Object.fromEntries(rows.map(({ slug, name }) => [slug, name]));
  });
}

import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Names of the organisation's teams by slug: documents name teams by slug, people by name. */
export async function teamNames(actor: Actor): Promise<Record<string, string>> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.team.findMany({
      where: { organisationId },
      select: { slug: true, name: true },
      orderBy: { slug: "asc" },
    });
    return Object.fromEntries(rows.map(({ slug, name }) => [slug, name]));
  });
}

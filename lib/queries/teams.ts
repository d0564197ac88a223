import { type TeamView, teamView, WITH_MEMBERS } from "@/lib/db/people";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import type { Slice } from "./members";
import { read } from "./read";

export type { TeamView };

/** Teams by slug, up to `limit` + 1. */
export async function listTeams(actor: Actor, { limit, after }: Slice): Promise<TeamView[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.team.findMany({
      where: { organisationId, ...(after ? { slug: { gt: String(after[0]) } } : {}) },
      orderBy: { slug: "asc" },
      take: limit + 1,
      include: WITH_MEMBERS,
    });
    return rows.map(teamView);
  });
}

/** One team. @throws SuretyError not_found */
export async function getTeam(actor: Actor, slug: string): Promise<TeamView> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.team.findUnique({
      where: { organisationId_slug: { organisationId, slug } },
      include: WITH_MEMBERS,
    });
    if (!row) throw notFound();
    return teamView(row);
  });
}

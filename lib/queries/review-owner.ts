import { teamOfDecision } from "@/lib/db/review-team";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Whose clause holds a decision, and who is next. */
export interface ReviewOwner {
  team: string;
  name: string;
  deputy: string | null;
  escalation: string | null;
}

/** The team that owns the first clause which holds a decision; null where no clause does. */
export async function reviewOwner(actor: Actor, decision: string): Promise<ReviewOwner | null> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const slug = await teamOfDecision(tx, organisationId, decision);
    const where = slug && { organisationId_slug: { organisationId, slug } };
    const team = where && (await tx.team.findUnique({ where }));
    return team ? { team: team.slug, name: team.name, deputy: team.deputy, escalation: team.escalation } : null;
  });
}

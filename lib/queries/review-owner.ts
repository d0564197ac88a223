import type { PactDocument } from "@/lib/domain/pact";
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
    const row = await tx.decisionIndex.findUnique({ where: { organisationId_id: { organisationId, id: decision } } });
    const [pact, key] = row?.clauses[0]?.split("/") ?? [];
    if (!pact || !key) return null;
    const live = await tx.pactVersion.findFirst({
      where: { organisationId, pact, state: "live" },
      select: { document: true },
    });
    const document = live?.document as unknown as PactDocument | undefined;
    const slug = document?.clauses.find((clause) => clause.key === key)?.owner;
    const where = slug && { organisationId_slug: { organisationId, slug } };
    const team = where && (await tx.team.findUnique({ where }));
    return team ? { team: team.slug, name: team.name, deputy: team.deputy, escalation: team.escalation } : null;
  });
}

import { type ObservationView, observationView } from "@/lib/db/observations";
import { within } from "@/lib/db/rows";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

export interface ObservationFilter {
  agent?: string;
  action?: string;
  decision?: string;
  /** Joined to a decision, or not. */
  governed?: boolean;
  /** ms */
  from?: number;
  to?: number;
}

/** Observations, the last recorded first, one more than `limit`. @param before id of the last one of the page before */
export async function observationPage(
  actor: Actor,
  { agent, action, decision, governed, from, to }: ObservationFilter,
  limit: number,
  before?: string,
): Promise<ObservationView[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const rows = await tx.observation.findMany({
      where: {
        organisationId,
        id: before === undefined ? undefined : { lt: before },
        agent,
        action,
        decisionId: decision,
        ungoverned: governed === undefined ? undefined : governed ? null : { not: null },
        at: within(from, to),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return rows.map(observationView);
  });
}

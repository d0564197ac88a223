import { type HoldView, holdView } from "@/lib/db/legal-holds";
import type { Actor } from "@/lib/domain/roles";
import { read } from "./read";

/** Legal holds, those in force first, then the latest first. */
export async function listHolds(actor: Actor): Promise<HoldView[]> {
  const { organisationId } = actor;
  const rows = await read(actor, (tx) =>
    tx.legalHold.findMany({ where: { organisationId }, orderBy: { id: "desc" }, take: 500 }),
  );
  const views = rows.map(holdView);
  return [...views.filter(({ releasedAt }) => !releasedAt), ...views.filter(({ releasedAt }) => releasedAt)];
}

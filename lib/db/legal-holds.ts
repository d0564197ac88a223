import { conflict } from "@/lib/domain/errors";
import type { LegalHold } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";
import { holdOrganisation } from "./locks";
import { type ActorRecord, actorOf, iso } from "./rows";

export interface HoldView {
  id: string;
  reason: string;
  placedAt: string;
  placedBy: ActorRecord;
  releasedAt: string | null;
  releasedBy: ActorRecord | null;
  releaseReason: string | null;
}

export const holdView = (row: LegalHold): HoldView => ({
  ...{ id: row.id, reason: row.reason, releaseReason: row.releaseReason },
  ...{ placedAt: iso(row.placedAt), placedBy: actorOf(row.placedBy) },
  releasedAt: row.releasedAt && iso(row.releasedAt),
  releasedBy: row.releasedBy === null ? null : actorOf(row.releasedBy),
});

/** Whether a legal hold is in force; none is placed until the unit of work ends. */
export async function isHeld(tx: Tx, organisationId: string): Promise<boolean> {
  await holdOrganisation(tx, organisationId);
  return (await tx.legalHold.count({ where: { organisationId, releasedAt: null } })) > 0;
}

/** @throws SuretyError conflict while one is in force */
export async function requireNoHold(tx: Tx, organisationId: string): Promise<void> {
  if (await isHeld(tx, organisationId))
    throw conflict("A legal hold is in force: nothing is erased until it is released.");
}

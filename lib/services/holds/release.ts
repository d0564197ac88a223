import { z } from "zod";
import { holdView } from "@/lib/db/legal-holds";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier, reason } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

/** Releases a legal hold, with a reason. @throws SuretyError not_found, conflict where it was released before */
export const releaseHold = verb({
  name: "hold.release",
  permission: "organisation.write",
  input: z.strictObject({ id: identifier, reason }),
  async work({ tx, now, actor, organisationId }, { id, reason: why }) {
    const where = { organisationId_id: { organisationId, id } };
    if (!(await tx.legalHold.findUnique({ where }))) throw notFound();
    const { count } = await tx.legalHold.updateMany({
      where: { organisationId, id, releasedAt: null },
      data: { releasedAt: new Date(now), releasedBy: actorRecord(actor), releaseReason: why },
    });
    if (count === 0) throw conflict("This hold was released before.");
    return {
      result: holdView(await tx.legalHold.findUniqueOrThrow({ where })),
      entries: [{ kind: "hold.released", subject: `hold/${id}`, payload: { reason: why } }],
      effect: "none",
    };
  },
});

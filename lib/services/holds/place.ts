import { z } from "zod";
import { holdView } from "@/lib/db/legal-holds";
import { holdOrganisation } from "@/lib/db/locks";
import { conflict } from "@/lib/domain/errors";
import { reason } from "@/lib/domain/fields";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

export const placeHoldInput = z.strictObject({ reason });

const MOST = 100;

/**
 * Places a legal hold: until it is released nothing of the organisation is pruned or erased, whatever the settings say.
 * @throws SuretyError conflict where a hundred are in force already
 */
export const placeHold = verb({
  name: "hold.place",
  permission: "organisation.write",
  input: placeHoldInput,
  async work({ tx, now, id, actor, organisationId }, { reason: why }) {
    await holdOrganisation(tx, organisationId);
    if ((await tx.legalHold.count({ where: { organisationId, releasedAt: null } })) >= MOST)
      throw conflict("A hundred holds are in force. Release one that is over.");
    const row = await tx.legalHold.create({
      data: { organisationId, id: id("hld"), reason: why, placedAt: new Date(now), placedBy: actorRecord(actor) },
    });
    return {
      result: holdView(row),
      entries: [{ kind: "hold.placed", subject: `hold/${row.id}`, payload: { reason: why } }],
      effect: "none",
    };
  },
});

import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { verb } from "../verb";

/** A witness is not asked any more; what it cosigned stays valid. @throws SuretyError not_found */
export const removeWitness = verb({
  name: "witness.remove",
  permission: "organisation.write",
  input: z.strictObject({ id: z.string() }),
  async work({ tx, organisationId }, { id }) {
    const row = await tx.ledgerWitness.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    await tx.ledgerWitness.delete({ where: { organisationId_id: { organisationId, id } } });
    return {
      result: { id },
      entries: [{ kind: "witness.removed", subject: `witness/${id}`, payload: { name: row.name } }],
      effect: "none",
    };
  },
});

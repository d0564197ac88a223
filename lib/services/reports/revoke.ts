import { z } from "zod";
import { conflict, notFound } from "@/lib/domain/errors";
import { actorRecord } from "@/lib/domain/roles";
import { verb } from "../verb";

/** Closes the link of a shared report at once. @throws SuretyError not_found, conflict where it is closed already */
export const revokeReport = verb({
  name: "report.revoke",
  permission: "report.share",
  input: z.strictObject({ id: z.string() }),
  async work({ tx, now, actor, organisationId }, { id }) {
    const row = await tx.report.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    const { count } = await tx.report.updateMany({
      where: { organisationId, id, revokedAt: null },
      data: { revokedAt: new Date(now), revokedBy: actorRecord(actor) },
    });
    if (count === 0) throw conflict("This report was revoked before.");
    const payload = { report: id, pact: row.pact, audience: row.audience };
    const entry = { kind: "report.revoked", subject: `report/${id}`, payload };
    return { result: null, entries: [entry], effect: "none", outbox: [entry] };
  },
});

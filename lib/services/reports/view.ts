import { z } from "zod";
import { verb } from "../verb";

export const VIEWED = ["page", "report", "bundle", "verify", "comparison", "answers", "csv", "contract"] as const;

/** Writes down that a shared report was read: every reading is in the history. Done by Surety, for whoever holds the link. */
export const viewReport = verb({
  name: "report.view",
  permission: "read",
  input: z.strictObject({
    id: z.string(),
    audience: z.string(),
    what: z.enum(VIEWED),
    reader: z.string(),
    recipient: z.string().nullable(),
    size: z.int(),
  }),
  async work({ tx, now, id: newId, organisationId }, { id, audience, what, reader, recipient, size }) {
    await tx.reportView.create({
      data: { organisationId, id: newId("rpv"), report: id, at: new Date(now), what, reader, recipient, size },
    });
    return {
      result: null,
      entries: [
        {
          kind: "report.viewed",
          subject: `report/${id}`,
          payload: { audience, what, ...(recipient !== null && { recipient }) },
        },
      ],
      effect: "none",
    };
  },
});

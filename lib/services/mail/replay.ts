import { z } from "zod";
import { mailView } from "@/lib/db/mail";
import { wakeDeliverers } from "@/lib/db/webhooks";
import { conflict, notFound } from "@/lib/domain/errors";
import { identifier } from "@/lib/domain/fields";
import { verb } from "../verb";

/**
 * Has a dead mail sent again, tried anew for three days.
 * @throws SuretyError not_found, conflict where it is not dead, or nothing is left of it
 */
export const replayMail = verb({
  name: "mail.replay",
  permission: "webhook.write",
  input: z.strictObject({ id: identifier }),
  async work({ tx, now, organisationId }, { id }) {
    const where = { organisationId_id: { organisationId, id } };
    const found = await tx.mail.findUnique({ where, select: { state: true } });
    if (!found) throw notFound();
    const at = new Date(now);
    const { count } = await tx.mail.updateMany({
      where: { organisationId, id, state: "dead", text: { not: null } },
      data: { state: "waiting", attempts: 0, since: at, nextAt: at, problem: null },
    });
    if (count === 0)
      throw conflict(
        found.state === "dead" ? "What it said is forgotten: its time was over." : `It is ${found.state}.`,
      );
    const row = await tx.mail.findUniqueOrThrow({ where });
    await wakeDeliverers(tx, organisationId);
    return {
      result: mailView(row),
      entries: [{ kind: "mail.replayed", subject: "organisation", payload: { mail: id, about: row.about } }],
      effect: "none",
    };
  },
});

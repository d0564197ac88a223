import { z } from "zod";
import { mailView } from "@/lib/db/mail";
import { conflict } from "@/lib/domain/errors";
import { sendMail } from "@/lib/runtime/send-mail";
import { ownMailSettings } from "@/lib/runtime/smtp";
import { verb } from "../verb";

/**
 * Sends a member a mail of their own, to try the mail server with; what comes of it stands in the list of mail.
 * @throws SuretyError conflict where this installation sends no mail, saying what is missing
 */
export const tryMail = verb({
  name: "mail.try",
  permission: "self.write",
  input: z.strictObject({}),
  async work(context) {
    const { tx, actor, organisationId } = context;
    const member = { organisationId_id: { organisationId, id: actor.id } };
    const { email: to, name } = await tx.member.findUniqueOrThrow({
      where: member,
      select: { email: true, name: true },
    });
    const letter = {
      subject: "Mail from Surety arrives",
      parts: [`${name}, you asked for this mail to see whether mail arrives. It does.`],
      foot: "Sent once, on request.",
    };
    const id = await sendMail(context, { to, letter, about: "test" });
    if (id === null) throw conflict(ownMailSettings().problem ?? "No mail is sent.");
    const row = await tx.mail.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } });
    return {
      result: mailView(row),
      entries: [{ kind: "mail.tried", subject: `member/${actor.id}`, payload: { mail: id } }],
      effect: "none",
    };
  },
});

import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Change } from "@/lib/db/change";
import type { OpenReport } from "@/lib/db/reports";
import { hashPassword, isPassword } from "@/lib/db/secrets";
import { SuretyError } from "@/lib/domain/errors";
import { email } from "@/lib/domain/fields";
import { systemActor } from "@/lib/domain/roles";
import { sendMail } from "@/lib/runtime/send-mail";
import { ownMailSettings } from "@/lib/runtime/smtp";
import { verb } from "../verb";

/** How long a code opens, how soon another one is mailed, how often it may be tried, and how long nobody may after that. */
const OPENS_MS = 10 * 60_000;
const APART_MS = 60_000;
const MOST_TRIES = 5;
const LOCKED_MS = 15 * 60_000;

const recipient = z.strictObject({ report: z.string(), email });
const named = ({ id, organisationId }: OpenReport, typed: string) => {
  const address = email.safeParse(typed);
  return { actor: systemActor(organisationId), of: { report: id, email: address.data ?? "nobody@invalid.example" } };
};

/**
 * Mails a code to an address, if it is one of the report's recipients; who asks cannot tell, by no answer and by no time.
 * @throws SuretyError unavailable where this installation sends no mail
 */
export async function mailCode(report: OpenReport, typed: string): Promise<void> {
  if (ownMailSettings().problem !== null)
    throw new SuretyError("unavailable", "No code can be mailed at present. Ask whoever sent you the link.");
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const { actor, of } = named(report, typed);
  await sendCode(actor, { ...of, code, codeHash: await hashPassword(code) });
}

/** Queues the mail with a code; none within a minute of the last one, nor while the recipient is locked out. */
const sendCode = verb({
  name: "report.send_code",
  permission: "read",
  input: recipient.extend({ code: z.string(), codeHash: z.string() }),
  async work(context, { report, email, code, codeHash }): Promise<Change<null>> {
    const { tx, now, organisationId } = context;
    const { count } = await tx.reportRecipient.updateMany({
      where: {
        ...{ organisationId, report, email },
        AND: [
          { OR: [{ codeAt: null }, { codeAt: { lte: new Date(now - APART_MS) } }] },
          { OR: [{ lockedUntil: null }, { lockedUntil: { lte: new Date(now) } }] },
        ],
      },
      data: { codeHash, codeAt: new Date(now) },
    });
    if (count === 0) return { unchanged: true, result: null };
    const where = { organisationId_id: { organisationId, id: report } };
    const { audience, organisation } = await tx.report.findUniqueOrThrow({
      where,
      select: { audience: true, organisation: { select: { name: true } } },
    });
    const subject = `Your code for the trust report of ${organisation.name}`;
    const parts = [
      `Somebody, probably you, asked to read the trust report that ${organisation.name} shared with ${audience}. The code opens it for ten minutes:`,
      { code },
      "If it was not you, do nothing: without the code nobody reads it in your name.",
    ];
    await sendMail(context, {
      to: email,
      letter: { subject, parts },
      about: `report/${report}`,
      until: now + OPENS_MS,
    });
    return {
      result: null,
      entries: [{ kind: "report.code_sent", subject: `report/${report}`, payload: { audience, recipient: email } }],
      effect: "none",
    };
  },
});

/**
 * The secret of the recipient whose code this is, once: it is of no use afterwards. The fifth wrong one in a row, of whichever code, locks the
 * recipient out for a quarter of an hour; null: it is not the code, or its time is over, or the address is nobody's.
 */
export async function tryCode(report: OpenReport, typed: string, code: string): Promise<string | null> {
  const { actor, of } = named(report, typed);
  // Claimed before it is looked at: five at once are five.
  const { result: codeHash } = await claimCodeTry(actor, of);
  const right = await isPassword(code.replaceAll(/\s/g, ""), codeHash);
  if (codeHash === null) return null;
  const { result: passed } = await settleCodeTry(actor, { ...of, codeHash, right });
  return passed ? (report.recipients.find((one) => one.email === of.email)?.secret ?? null) : null;
}

const claimCodeTry = verb({
  name: "report.claim_try",
  permission: "read",
  input: recipient,
  async work({ tx, now, organisationId }, of): Promise<Change<string | null>> {
    const [row] = await tx.reportRecipient.updateManyAndReturn({
      where: {
        ...{ organisationId, ...of, codeHash: { not: null }, tries: { lt: MOST_TRIES } },
        codeAt: { gt: new Date(now - OPENS_MS) },
      },
      data: { tries: { increment: 1 } },
      select: { codeHash: true },
    });
    return { unchanged: true, result: row?.codeHash ?? null };
  },
});

const settleCodeTry = verb({
  name: "report.settle_try",
  permission: "read",
  input: recipient.extend({ codeHash: z.string(), right: z.boolean() }),
  async work({ tx, now, organisationId }, { right, codeHash, ...of }): Promise<Change<boolean>> {
    const mine = { organisationId, ...of, codeHash };
    if (right) {
      const { count } = await tx.reportRecipient.updateMany({ where: mine, data: { codeHash: null, tries: 0 } });
      return { unchanged: true, result: count === 1 };
    }
    const { count } = await tx.reportRecipient.updateMany({
      where: { ...mine, tries: MOST_TRIES },
      data: { codeHash: null, tries: 0, lockedUntil: new Date(now + LOCKED_MS) },
    });
    if (count === 0) return { unchanged: true, result: false };
    const payload = { tries: MOST_TRIES, recipient: of.email };
    return {
      result: false,
      entries: [{ kind: "report.locked", subject: `report/${of.report}`, payload }],
      effect: "none",
    };
  },
});

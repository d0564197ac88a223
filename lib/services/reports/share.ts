import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { hashPassword, hashToken, randomText } from "@/lib/db/secrets";
import { invalidField } from "@/lib/domain/errors";
import { email, instant, slug, text } from "@/lib/domain/fields";
import type { PactDocument } from "@/lib/domain/pact";
import { REDACTABLE } from "@/lib/domain/report-redact";
import { actorRecord } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { ownMailSettings } from "@/lib/runtime/smtp";
import { type VerbContext, verb } from "../verb";

const DAY_MS = 24 * 3_600_000;
const LONGEST_DAYS = 366;
/** Characters of base 32: 160 bits. */
const TOKEN = 32;

export const shareReportInput = z.strictObject({
  pact: slug,
  also: z
    .array(slug, { error: "must be a list of pacts" })
    .max(9, { error: "must name at most nine more pacts" })
    .default([])
    .transform((all) => [...new Set(all)]),
  audience: text(200),
  expiresAt: instant,
  passcode: z
    .string({ error: "must be a text" })
    .min(6, { error: "must be at least 6 characters" })
    .max(200, { error: "must be at most 200 characters" })
    .optional(),
  recipients: z
    .array(email, { error: "must be a list of e-mail addresses" })
    .max(50, { error: "must be at most 50 addresses" })
    .default([])
    .transform((all) => [...new Set(all)])
    .describe("Who alone may read it: each proves their address by a code that is mailed to it"),
  redact: z
    .array(z.enum(REDACTABLE, { error: `must be one of ${REDACTABLE.join(", ")}` }), {
      error: `must be a list of ${REDACTABLE.join(", ")}`,
    })
    .default([]),
  /** The reader is asked to countersign, and may propose other wording: a link for the counterparty. */
  countersign: z.boolean({ error: "must be true or false" }).default(false),
});

/** What a signer must see all of: it is part of what the hash is over. */
const SIGNED = ["owners", "amounts"] as const;

/**
 * Shares the trust report of a pact by a link with an unguessable token, shown once: `{ id, url, expiresAt }`. One for the
 * counterparty (`countersign`) may come before the pact is in force, once it is under review.
 * @throws SuretyError invalid: no such pact in force; a time that is over, or more than a year ahead; a countersignature of a
 *   pact without a counterparty, or of less than all of it; recipients where no mail is sent, or beside a passcode
 */
export const shareReport = verb({
  name: "report.share",
  permission: "report.share",
  input: shareReportInput,
  async work(context, input) {
    const { tx, now, id, actor, organisationId, requireWorkflow } = context;
    const { pact, also, audience, expiresAt, passcode, redact, countersign, recipients } = input;
    const shared = await sharedVersion(tx, organisationId, input);
    requireWorkflow(shared.workflow);
    for (const other of also) await requireLive(context, other, pact);
    const ends = expiresAt.getTime();
    if (ends <= now) throw invalidField("expiresAt", "must lie ahead");
    if (ends > now + LONGEST_DAYS * DAY_MS) throw invalidField("expiresAt", "must be at most a year ahead");
    if (recipients.length > 0) requireCodes(passcode);
    const token = randomText(TOKEN);
    const row = {
      ...{ organisationId, id: id("rpt"), pact, also, audience, countersign, redact: [...new Set(redact)] },
      ...{ tokenHash: hashToken(token), passcodeHash: passcode === undefined ? null : await hashPassword(passcode) },
      ...{ createdAt: new Date(now), createdBy: actorRecord(actor), expiresAt },
    };
    await tx.report.create({ data: row });
    const named = recipients.map((email) => ({ organisationId, report: row.id, email, secret: randomText(TOKEN) }));
    await tx.reportRecipient.createMany({ data: named });
    const said = { pact, audience, expiresAt: expiresAt.toISOString(), redact, countersign };
    const payload = {
      ...said,
      ...(also.length > 0 && { also }),
      ...(recipients.length > 0 && { recipients }),
      passcode: passcode !== undefined,
    };
    return {
      result: { id: row.id, url: `${runtime().url}/r/${token}`, expiresAt: expiresAt.toISOString() },
      entries: [{ kind: "report.shared", subject: `report/${row.id}`, payload }],
      effect: "none",
    };
  },
});

/** @throws SuretyError invalid where codes cannot be mailed, or a passcode is asked for beside them */
function requireCodes(passcode: string | undefined): void {
  const { problem } = ownMailSettings();
  if (problem !== null)
    throw invalidField("recipients", `need a mail server to send codes by, or must be left out. ${problem}`);
  if (passcode !== undefined)
    throw invalidField("passcode", "must be left out where recipients are named: each gets a code of their own");
}

/** The version that is shared: in force, or for a countersignature under review. */
async function sharedVersion(
  tx: Tx,
  organisationId: string,
  { pact, countersign, redact }: z.output<typeof shareReportInput>,
) {
  const states = countersign ? ["live", "in_review"] : ["live"];
  const rows = await tx.pactVersion.findMany({ where: { organisationId, pact, state: { in: states } } });
  const found = rows.find(({ state }) => state === "live") ?? rows[0];
  if (!found)
    throw invalidField("pact", countersign ? "must be a pact in force or under review" : "must be a pact in force");
  if (!countersign) return found;
  if (!rows.some(({ document }) => (document as unknown as PactDocument).parties.counterparty))
    throw invalidField("countersign", "needs a pact that names its counterparty, under parties.counterparty");
  if (SIGNED.some((name) => redact.includes(name)))
    throw invalidField("redact", `must not name ${SIGNED.join(" or ")}: who countersigns sees the whole pact`);
  return found;
}

/** @throws SuretyError invalid where it is not in force, forbidden where the actor's role is narrowed to other workflows */
async function requireLive(
  { tx, organisationId, requireWorkflow }: VerbContext,
  other: string,
  pact: string,
): Promise<void> {
  if (other === pact) throw invalidField("also", "must name other pacts than the first");
  const live = await tx.pactVersion.findFirst({
    where: { organisationId, pact: other, state: "live" },
    select: { workflow: true },
  });
  if (!live) throw invalidField("also", `must be pacts in force: ${other} is none`);
  requireWorkflow(live.workflow);
}

import { z } from "zod";
import { hashPassword, hashToken, randomText } from "@/lib/db/secrets";
import { invalidField } from "@/lib/domain/errors";
import { instant, slug, text } from "@/lib/domain/fields";
import { REDACTABLE } from "@/lib/domain/report";
import { actorRecord } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { verb } from "../verb";

const DAY_MS = 24 * 3_600_000;
const LONGEST_DAYS = 366;
/** Characters of base 32: 160 bits. */
const TOKEN = 32;

export const shareReportInput = z.strictObject({
  pact: slug,
  audience: text(200),
  expiresAt: instant,
  passcode: z
    .string({ error: "must be a text" })
    .min(6, { error: "must be at least 6 characters" })
    .max(200, { error: "must be at most 200 characters" })
    .optional(),
  redact: z
    .array(z.enum(REDACTABLE, { error: `must be one of ${REDACTABLE.join(", ")}` }), {
      error: `must be a list of ${REDACTABLE.join(", ")}`,
    })
    .default([]),
});

/**
 * Shares the trust report of a pact by a link with an unguessable token, shown once: `{ id, url, expiresAt }`.
 * @throws SuretyError invalid: no such pact in force; a time that is over, or more than a year ahead
 */
export const shareReport = verb({
  name: "report.share",
  permission: "report.share",
  input: shareReportInput,
  async work({ tx, now, id, actor, organisationId, requireWorkflow }, { pact, audience, expiresAt, passcode, redact }) {
    const live = await tx.pactVersion.findFirst({ where: { organisationId, pact, state: "live" } });
    if (!live) throw invalidField("pact", "must be a pact in force");
    requireWorkflow(live.workflow);
    const ends = expiresAt.getTime();
    if (ends <= now) throw invalidField("expiresAt", "must lie ahead");
    if (ends > now + LONGEST_DAYS * DAY_MS) throw invalidField("expiresAt", "must be at most a year ahead");
    const token = randomText(TOKEN);
    const row = {
      ...{ organisationId, id: id("rpt"), pact, audience, redact: [...new Set(redact)] },
      ...{ tokenHash: hashToken(token), passcodeHash: passcode === undefined ? null : await hashPassword(passcode) },
      ...{ createdAt: new Date(now), createdBy: actorRecord(actor), expiresAt },
    };
    await tx.report.create({ data: row });
    const payload = { pact, audience, expiresAt: expiresAt.toISOString(), passcode: passcode !== undefined, redact };
    return {
      result: { id: row.id, url: `${runtime().url}/r/${token}`, expiresAt: expiresAt.toISOString() },
      entries: [{ kind: "report.shared", subject: `report/${row.id}`, payload }],
      effect: "none",
    };
  },
});

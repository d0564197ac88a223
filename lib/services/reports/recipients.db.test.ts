import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { readingPage } from "@/lib/queries/reports";
import { createDeliverer } from "@/lib/runtime/deliverer";
import { closeSmtp } from "@/lib/runtime/smtp";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { type SmtpReceiver, smtpReceiver } from "@/lib/runtime/testing-smtp";
import { mailCode, tryCode } from "./code";
import { findReport } from "./find";
import { shareReport } from "./share";
import { viewReport } from "./view";

const DAY = 86_400_000;
const MINUTE = 60_000;
let t: TestRuntime;
let org: TestOrganisation;
let smtp: SmtpReceiver;
beforeAll(async () => {
  smtp = await smtpReceiver();
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact(), { now: t.clock.now() });
});
afterAll(async () => {
  closeSmtp();
  delete process.env.SMTP_URL;
  delete process.env.MAIL_FROM;
  await smtp.stop();
  await t.stop();
});
beforeEach(() => {
  process.env.SMTP_URL = smtp.url;
  process.env.MAIL_FROM = "Surety <surety@acme.example>";
  smtp.got = [];
});

const share = async (more: object = {}) => {
  const expiresAt = new Date(t.clock.now() + DAY).toISOString();
  const named = { recipients: ["Jane@Globex.example", "joe@globex.example"], ...more };
  const { result } = await shareReport(org.author, { pact: "refunds", audience: "Globex", expiresAt, ...named });
  const found = await findReport(result.url.split("/").at(-1) ?? "");
  if (!found) throw new Error("the link opens nothing");
  return found;
};
/** The codes that were mailed, by whom they went to. */
const codes = async () => {
  await createDeliverer(t.runtime).round();
  return smtp.got.map(({ to, raw }) => [to[0] ?? "", /^ {4}(\d{6})\r?$/m.exec(raw)?.[1] ?? ""] as const);
};
const wrongOf = (code: string) => (code === "000000" ? "000001" : "000000");

test("only a recipient is mailed a code; it opens the link once, in their name, within ten minutes", async () => {
  const report = await share();
  await mailCode(report, "mallory@globex.example");
  await mailCode(report, "not an address");
  expect(await codes()).toEqual([]);
  await mailCode(report, " JANE@globex.example");
  await mailCode(report, "jane@globex.example");
  const sent = await codes();
  expect(sent).toHaveLength(1);
  const [to, code] = sent[0] ?? ["", ""];
  expect(to).toBe("jane@globex.example");
  expect(await tryCode(report, "joe@globex.example", code)).toBeNull();
  expect(await tryCode(report, "mallory@globex.example", code)).toBeNull();
  const [first, second] = await Promise.all([tryCode(report, to, code), tryCode(report, to, code)]);
  const secret = report.recipients.find(({ email }) => email === to)?.secret;
  expect([first, second].filter((one) => one !== null)).toEqual([secret]);
  t.clock.advance(MINUTE);
  await mailCode(report, to);
  const [, late] = (await codes())[1] ?? ["", ""];
  t.clock.advance(10 * MINUTE);
  expect(await tryCode(report, to, late)).toBeNull();
});

test("five wrong codes in a row, of whichever code and however many at once, lock a recipient out for a quarter of an hour", async () => {
  const report = await share();
  const jane = "jane@globex.example";
  await mailCode(report, jane);
  const [, first] = (await codes())[0] ?? ["", ""];
  for (let i = 0; i < 3; i++) expect(await tryCode(report, jane, wrongOf(first))).toBeNull();
  t.clock.advance(MINUTE);
  await mailCode(report, jane);
  const [, code] = (await codes())[1] ?? ["", ""];
  const wrong = wrongOf(code);
  await Promise.all([wrong, wrong, wrong].map((one) => tryCode(report, jane, one)));
  expect(await tryCode(report, jane, code)).toBeNull();
  t.clock.advance(MINUTE);
  await mailCode(report, jane);
  expect(await codes()).toHaveLength(2);
  t.clock.advance(15 * MINUTE);
  await mailCode(report, jane);
  const [, after] = (await codes())[2] ?? ["", ""];
  expect(await tryCode(report, jane, after)).not.toBeNull();
  const locked = await t.runtime.db.organisation(org.id, (tx) =>
    tx.ledgerEntry.findMany({ where: { organisationId: org.id, kind: "report.locked" } }),
  );
  expect(locked.map(({ payload }) => payload)).toEqual([{ tries: 5, recipient: jane }]);
});

test("a code stands nowhere but in the mail, and each reading names its recipient", async () => {
  const report = await share();
  await mailCode(report, "joe@globex.example");
  const [, code] = (await codes())[0] ?? ["", ""];
  const kept = await t.runtime.db.system(async (tx) => [
    await tx.reportRecipient.findMany(),
    await tx.ledgerEntry.findMany({ select: { payload: true } }),
    await tx.mail.findMany({ where: { state: "delivered" } }),
  ]);
  expect(JSON.stringify(kept)).not.toContain(code);
  const named = { reader: "r", recipient: "joe@globex.example", size: 1 };
  const who = { id: report.id, audience: "Globex", what: "page" as const, ...named };
  await viewReport(org.owner, who);
  expect(await readingPage(org.auditor, { report: report.id }, 5)).toMatchObject([
    { recipient: "joe@globex.example", what: "page", audience: "Globex" },
  ]);
});

test("recipients are refused, by name, where no mail is sent and beside a passcode", async () => {
  await expect(share({ passcode: "open sesame" })).rejects.toMatchObject({ errors: [{ path: "passcode" }] });
  await expect(share({ recipients: ["jane"] })).rejects.toMatchObject({ errors: [{ path: "recipients.0" }] });
  delete process.env.SMTP_URL;
  await expect(share()).rejects.toMatchObject({
    errors: [{ path: "recipients", message: expect.stringContaining("SMTP_URL") }],
  });
});

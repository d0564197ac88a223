import { Writable } from "node:stream";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createDeliverer } from "@/lib/runtime/deliverer";
import { sendMail } from "@/lib/runtime/send-mail";
import { closeSmtp } from "@/lib/runtime/smtp";
import { type TestOrganisation, type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { type SmtpReceiver, smtpReceiver } from "@/lib/runtime/testing-smtp";
import { verb } from "../verb";

let t: TestRuntime;
let org: TestOrganisation;
let smtp: SmtpReceiver;
let logged = "";

beforeAll(async () => {
  smtp = await smtpReceiver();
  t = await testRuntime();
  org = await t.organisation("acme");
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
  smtp.refuse = null;
});

const log = pino(
  new Writable({
    write(line, _, done) {
      logged += line;
      done();
    },
  }),
);
const round = () => createDeliverer({ ...t.runtime, log }).round();
const HOUR = 3_600_000;

/** A verb of a test's own that tells somebody, and fails afterwards if asked to. */
const tell = verb({
  name: "test.tell",
  permission: "read",
  input: z.strictObject({ code: z.string(), until: z.number().optional(), fails: z.boolean().default(false) }),
  async work(context, { code, until, fails }) {
    const letter = { subject: "Your code", parts: ["This opens the report:", { code }] };
    const id = await sendMail(context, { to: "ann@globex.example", letter, about: "report/rpt_1", until });
    if (fails) throw new Error("undone");
    return { unchanged: true, result: id };
  },
});
const mail = (id: string | null) =>
  t.runtime.db.organisation(org.id, (tx) =>
    tx.mail.findUniqueOrThrow({ where: { organisationId_id: { organisationId: org.id, id: id ?? "" } } }),
  );

test("a mail leaves once its unit of work is committed, never if that is undone, and is forgotten once it has arrived", async () => {
  await expect(tell(org.owner, { code: "111111", fails: true })).rejects.toThrow("undone");
  const { result } = await tell(org.owner, { code: "482913" });
  await Promise.all([round(), round()]);
  expect(smtp.got).toHaveLength(1);
  const [{ from, to, raw }] = smtp.got as [SmtpReceiver["got"][number]];
  expect([from, to]).toEqual(["surety@acme.example", ["ann@globex.example"]]);
  expect(raw).toContain("482913");
  expect(raw).toMatch(/^Subject: Your code\r$/m);
  expect(raw).toMatch(new RegExp(`^Message-ID: <${result}@acme\\.example>\\r$`, "m"));
  expect(await mail(result)).toMatchObject({ state: "delivered", attempts: 1, text: null, html: null });
});

test("a server that will not take it is asked again, ever later, and gets it once it is back; no log tells what it said", async () => {
  smtp.refuse = { at: "message", status: 451 };
  const { result } = await tell(org.owner, { code: "770001" });
  await round();
  const problem = "the mail server refused the message (it answered 451)";
  expect(await mail(result)).toMatchObject({ state: "waiting", attempts: 1, problem });
  smtp.refuse = null;
  await round();
  expect(smtp.got).toEqual([]);
  t.clock.advance(5_000);
  await round();
  expect(smtp.got).toHaveLength(1);
  expect(logged).not.toMatch(/770001|what you sent/);
});

test("an address that does not exist is dead at once; a server that is gone for three days leaves it dead, and kept to be sent again", async () => {
  smtp.refuse = { at: "address", status: 550 };
  const nobody = (await tell(org.owner, { code: "1" })).result;
  await round();
  expect(await mail(nobody)).toMatchObject({ state: "dead", attempts: 1 });
  process.env.SMTP_URL = "smtp://127.0.0.1:1";
  const unheard = (await tell(org.owner, { code: "660002" })).result;
  await round();
  expect(await mail(unheard)).toMatchObject({
    state: "waiting",
    problem: expect.stringMatching(/could not be reached/),
  });
  t.clock.advance(72 * HOUR);
  await round();
  const dead = await mail(unheard);
  expect(dead.state).toBe("dead");
  expect(dead.text).toContain("660002");
  expect(logged).toContain("was not delivered");
  expect(logged).not.toMatch(/660002|ann@/);
});

test("what nobody wants any more is not sent, and forgotten", async () => {
  const { result } = await tell(org.owner, { code: "330003", until: t.clock.now() + HOUR });
  t.clock.advance(HOUR);
  await round();
  expect(smtp.got).toEqual([]);
  expect(await mail(result)).toMatchObject({ state: "dead", text: null, html: null });
});

test("without a mail server nothing is queued, and whoever asked is told", async () => {
  delete process.env.SMTP_URL;
  expect((await tell(org.owner, { code: "1" })).result).toBeNull();
  const waiting = { organisationId: org.id, state: "waiting" };
  expect(await t.runtime.db.organisation(org.id, (tx) => tx.mail.count({ where: waiting }))).toBe(0);
});

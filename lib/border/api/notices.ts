import { z } from "zod";
import { noticeSettings } from "@/lib/domain/notice-settings";
import { DELIVERY_STATES } from "@/lib/domain/webhook";
import { mailPage } from "@/lib/queries/mail";
import { ownNotices } from "@/lib/queries/notices";
import { replayMail } from "@/lib/services/mail/replay";
import { tryMail } from "@/lib/services/mail/try";
import { changeNotices, noticeChange } from "@/lib/services/notices/change";
import { sendOwnWeek } from "@/lib/services/notices/weekly";
import { lastOf, page, pageQuery } from "../page";
import { route } from "../route";
import { listOf, time } from "./common-schemas";

const tag = "Notices";

const ownJson = z
  .object({
    settings: noticeSettings,
    urgentPassesQuiet: z.boolean().describe("The organisation lets urgent kinds pass everybody's quiet hours"),
    waiting: z.object({ count: z.int(), nextAt: time.nullable() }).describe("What is yet to be sent to you, and when"),
  })
  .meta({ id: "OwnNotices" });

const mailJson = z
  .object({
    id: z.string(),
    to: z.string(),
    about: z.string().describe("What it tells of: `event/incident.opened`, `digest/7`, `test`"),
    subject: z.string(),
    state: z
      .enum(DELIVERY_STATES)
      .describe("delivered: the mail server took it; dead: refused, or three days of trying are over"),
    attempts: z.int(),
    createdAt: time,
    triedAt: time.nullable(),
    nextAt: time.nullable(),
    problem: z.string().nullable(),
  })
  .meta({ id: "Mail" });

export const noticeRoutes = [
  route({
    method: "GET",
    path: "/api/v1/notices",
    summary: "What you are told by mail, and when: your own settings, for a personal key",
    tag,
    permission: "self.write",
    response: ownJson,
    handle: ({ actor }) => ownNotices(actor),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/notices",
    summary: "Change what you are told by mail: topics now, daily or off, quiet hours, time zone; what is absent stays",
    tag,
    permission: "self.write",
    body: noticeChange,
    response: ownJson,
    async handle({ actor, body }) {
      await changeNotices(actor, body);
      return ownNotices(actor);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/mail",
    summary: "Mail of the organisation, the latest first: to whom, about what, what came of it; never what it says",
    tag,
    permission: "webhook.write",
    query: pageQuery.extend({ state: z.enum(DELIVERY_STATES).optional() }),
    response: listOf(mailJson),
    async handle({ actor, query: { limit, cursor, state } }) {
      return page(await mailPage(actor, state, limit, lastOf(cursor)), limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/mail/try",
    summary:
      "Send yourself a mail, to try the mail server with; 409 says what is missing where this installation sends none",
    tag,
    permission: "self.write",
    response: mailJson,
    status: 202,
    handle: async ({ actor, idempotent }) => (await tryMail(actor, {}, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/notices/week",
    summary: "Send yourself the week that ends now in one mail; 409 says what is missing where none is sent",
    tag,
    permission: "self.write",
    response: mailJson,
    status: 202,
    handle: async ({ actor, idempotent }) => (await sendOwnWeek(actor, {}, { idempotent })).result,
  }),
  route({
    method: "POST",
    path: "/api/v1/mail/{id}/replay",
    summary: "Send a dead mail again, tried for another three days",
    tag,
    permission: "webhook.write",
    response: mailJson,
    status: 202,
    handle: async ({ actor, params, idempotent }) =>
      (await replayMail(actor, { id: params.id ?? "" }, { idempotent })).result,
  }),
];

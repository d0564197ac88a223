import { z } from "zod";
import { subscriberPage } from "@/lib/queries/subscribers";
import { removeSubscriber } from "@/lib/services/reports/subscription";
import { lastOf, page, pageQuery } from "../page";
import { type Route, reply, route } from "../route";
import { listOf, time } from "./common-schemas";

const tag = "Trust report";

const subscriberJson = z
  .object({
    id: z.string(),
    report: z.string(),
    pact: z.string(),
    audience: z.string(),
    kind: z.enum(["email", "webhook"]),
    address: z.string().describe("Of a webhook only where it leads: the rest may be a secret"),
    recipient: z.string().nullable().describe("The reader's address, where the link names its readers"),
    state: z.enum(["waiting", "active", "ended"]).describe("waiting: it is told of nothing before it is confirmed"),
    at: time,
    confirmedAt: time.nullable(),
    endedAt: time.nullable(),
    problem: z.string().nullable().describe("Why the last message to a webhook did not arrive"),
  })
  .meta({ id: "ReportSubscriber" });

export const subscriberRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/reports/{id}/subscribers",
    summary: "Readers who are told when a shared report changes, the latest first",
    tag,
    permission: "read",
    query: pageQuery,
    response: listOf(subscriberJson),
    async handle({ actor, params, query: { limit, cursor } }) {
      const before = lastOf(cursor);
      const of = { report: params.id ?? "" };
      const rows = await subscriberPage(actor, of, limit, before);
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/subscribers/{id}",
    summary: "Have a reader told no more",
    tag,
    permission: "report.share",
    status: 204,
    async handle({ actor, params }) {
      await removeSubscriber(actor, { id: params.id ?? "" });
      return reply({ status: 204 });
    },
  }),
];

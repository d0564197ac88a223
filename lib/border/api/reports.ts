import { z } from "zod";
import { readingPage, reportPage } from "@/lib/queries/reports";
import { revokeReport } from "@/lib/services/reports/revoke";
import { shareReport, shareReportInput } from "@/lib/services/reports/share";
import { lastOf, page, pageQuery } from "../page";
import { type Route, reply, route } from "../route";
import { listOf, time, actor as who } from "./common-schemas";

const tag = "Trust report";

const reportJson = z
  .object({
    id: z.string(),
    pact: z.string(),
    also: z.array(z.string()).describe("Other pacts that the link opens"),
    audience: z.string(),
    passcode: z.boolean().describe("It asks for one"),
    recipients: z
      .array(z.string())
      .describe("Who alone may read it, by a code mailed to them; empty: whoever has the link"),
    redact: z.array(z.string()),
    countersign: z.boolean().describe("Its reader is asked to countersign"),
    createdAt: time,
    createdBy: who,
    expiresAt: time,
    revokedAt: time.nullable(),
    state: z.enum(["open", "expired", "revoked"]),
    views: z.int(),
    lastViewedAt: time.nullable(),
  })
  .meta({ id: "SharedReport" });

const readingJson = z
  .object({
    id: z.string(),
    report: z.string(),
    audience: z.string(),
    at: time,
    what: z.string().describe("page, report (as data), bundle, verify, comparison, answers, csv or contract"),
    reader: z.string().describe("Tells readers of one link apart where it names none"),
    recipient: z.string().nullable().describe("The reader's address, where the link names its readers"),
  })
  .meta({ id: "ReportReading" });

export const reportRoutes: Route[] = [
  route({
    method: "POST",
    path: "/api/v1/reports",
    summary:
      "Share the trust report of a pact by a link, shown once. `redact` leaves out owners, reasons, artifacts or amounts, and the report says so; `countersign` asks the reader, the counterparty, for a countersignature; `recipients` are addresses that alone may read it, each by a code that is mailed to it",
    tag,
    permission: "report.share",
    body: shareReportInput,
    response: z.object({ id: z.string(), url: z.string(), expiresAt: time }),
    status: 201,
    secret: ["url"],
    handle: async ({ actor, body, idempotent }) =>
      (await shareReport(actor, { ...body, expiresAt: body.expiresAt.toISOString() }, { idempotent })).result,
  }),
  route({
    method: "GET",
    path: "/api/v1/reports",
    summary: "Shared trust reports and how often they were read, the latest first",
    tag,
    permission: "read",
    query: pageQuery.extend({ pact: z.string().max(200).optional() }),
    response: listOf(reportJson),
    async handle({ actor, query: { limit, cursor, pact } }) {
      const rows = await reportPage(actor, { pact }, limit, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/reports/{id}/views",
    summary: "Who read a shared report, what of it and when, the latest first",
    tag,
    permission: "read",
    query: pageQuery,
    response: listOf(readingJson),
    async handle({ actor, params, query: { limit, cursor } }) {
      const before = lastOf(cursor);
      const report = params.id ?? "";
      const rows = await readingPage(actor, { report }, limit, before);
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/reports/{id}",
    summary: "Close the link of a shared report at once",
    tag,
    permission: "report.share",
    status: 204,
    async handle({ actor, params }) {
      await revokeReport(actor, { id: params.id ?? "" });
      return reply({ status: 204 });
    },
  }),
];

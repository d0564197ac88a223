import { z } from "zod";
import { notFound, SuretyError } from "@/lib/domain/errors";
import { systemActor } from "@/lib/domain/roles";
import { logCheckpoint } from "@/lib/queries/log";
import { sharedReport } from "@/lib/queries/report";
import { reportBundle } from "@/lib/queries/report-bundle";
import { lastReportView } from "@/lib/queries/reports";
import type { OpenReport } from "@/lib/services/reports/find";
import { tryPasscode } from "@/lib/services/reports/try-passcode";
import { type VIEWED, viewReport } from "@/lib/services/reports/view";
import { type ApiRequest, type Reply, reply, route } from "../route";
import { gate, passedCookie, readerOf } from "./gate";
import { nothingPage, passcodePage, reportPage } from "./page";

const tag = "Trust report";
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const QUIET = { "x-robots-tag": "noindex, nofollow", "cache-control": "no-store" };
const HTML = { ...QUIET, "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY };

const page = (text: string, status = 200, headers: Record<string, string> = {}): Reply =>
  reply({ status, text, headers: { ...HTML, ...headers } });

/** The page of a report, with its reading written down. */
async function readPage(report: OpenReport, request: ApiRequest, token: string | null): Promise<string> {
  const shown = await sharedReport(report);
  const actor = systemActor(report.organisationId);
  const reader = readerOf(report, request);
  const lastVisit = await lastReportView(actor, report.id, reader);
  const checkpoint = await logCheckpoint(actor, null).catch(() => null);
  await view(report, request, "page", shown.asOf?.size ?? 0);
  return reportPage(shown, { address: token === null ? null : `/r/${token}`, checkpoint, lastVisit });
}

async function view(
  report: OpenReport,
  request: ApiRequest,
  what: (typeof VIEWED)[number],
  size: number,
): Promise<void> {
  const reader = readerOf(report, request);
  await viewReport(systemActor(report.organisationId), { id: report.id, what, reader, size });
}

/** The report behind a token, for a program. @throws SuretyError not_found, unauthenticated where a passcode is asked for */
async function opened(params: Record<string, string>, request: ApiRequest): Promise<OpenReport> {
  const found = await gate(params.token ?? "", request);
  if (!found) throw notFound();
  if ("open" in found) return found.open;
  const passcode = request.header("x-surety-passcode");
  if (passcode !== undefined && (await tryPasscode(found.report, passcode))) return found.report;
  throw new SuretyError("unauthenticated", "This report asks for a passcode: send it as X-Surety-Passcode.", {
    code: "passcode",
  });
}

const html = { media: "text/html", response: z.string(), tag, permission: null } as const;

export const reportPageRoutes = [
  route({
    ...html,
    method: "GET",
    path: "/r/{token}",
    summary: "The trust report behind a link, as a page; where it asks for one, its passcode first",
    async handle({ params, request }) {
      const { token = "" } = params;
      const found = await gate(token, request);
      if (!found) return page(await nothingPage(), 404);
      if ("open" in found) return page(await readPage(found.open, request, token));
      return page(await passcodePage(found.closed), 401);
    },
  }),
  route({
    ...html,
    method: "POST",
    path: "/r/{token}",
    raw: true,
    summary: "The passcode of a link, as its form sends it",
    async handle({ params, request }) {
      const { token = "" } = params;
      const found = await gate(token, request);
      if (!found) return page(await nothingPage(), 404);
      if (!("open" in found)) {
        const passcode = new URLSearchParams(request.body.slice(0, 1000)).get("passcode") ?? "";
        if (!(await tryPasscode(found.report, passcode)))
          return page(await passcodePage(found.closed === "locked" ? "locked" : "wrong"), 401);
      }
      const report = "open" in found ? found.open : found.report;
      return page("", 303, { location: `/r/${token}`, "set-cookie": passedCookie(token, report) });
    },
  }),
  route({
    ...html,
    method: "GET",
    path: "/r/{token}/report.html",
    summary: "The report as one file to keep: it is read, and verified by the bundle inside, after the link is over",
    async handle({ params, request }) {
      const report = await opened(params, request);
      const text = await readPage(report, request, null);
      const bundle = JSON.stringify(await reportBundle(report)).replaceAll("<", "\\u003c");
      const script = `<script type="application/json" id="surety-bundle">${bundle}</script>`;
      const name = `trust-report-${report.pact}.html`;
      const disposition = { "content-disposition": `attachment; filename="${name}"` };
      return page(text.replace("</body>", `${script}</body>`), 200, disposition);
    },
  }),
  route({
    method: "GET",
    path: "/r/{token}/report.json",
    tag,
    permission: null,
    summary: "The report behind a link, as data",
    response: z.record(z.string(), z.unknown()),
    async handle({ params, request }) {
      const report = await opened(params, request);
      const json = await sharedReport(report);
      await view(report, request, "report", json.asOf?.size ?? 0);
      return reply({ json, headers: QUIET });
    },
  }),
  route({
    method: "GET",
    path: "/r/{token}/bundle.json",
    tag,
    permission: null,
    summary:
      "The report, signed, with the ledger entries that it names and their proof: `npm run surety -- verify FILE` checks it without us",
    query: z.object({ since: z.coerce.number().int().min(1).optional() }),
    response: z.record(z.string(), z.unknown()),
    async handle({ params, request, query }) {
      const report = await opened(params, request);
      const json = await reportBundle(report, query.since);
      await view(report, request, "bundle", 0);
      return reply({ json, headers: QUIET });
    },
  }),
];

import { z } from "zod";
import { isSuretyError } from "@/lib/domain/errors";
import type { Report } from "@/lib/domain/report";
import { systemActor } from "@/lib/domain/roles";
import { logCheckpoint } from "@/lib/queries/log";
import { sharedReport } from "@/lib/queries/report";
import { reportBundle } from "@/lib/queries/report-bundle";
import { lastReportView } from "@/lib/queries/reports";
import type { OpenReport } from "@/lib/services/reports/find";
import { tryPasscode } from "@/lib/services/reports/try-passcode";
import { type ApiRequest, reply, route } from "../route";
import type { Links } from "./check";
import { reportFileRoutes } from "./file-routes";
import { nothingPage, passcodePage } from "./frame";
import { gate, passedCookie, readerOf } from "./gate";
import { addressOf, linksOf, ofPact, opened, pactQuery, seen, visit } from "./open";
import { reportPage } from "./page";
import { page, QUIET } from "./replies";
import { verifyRoutes } from "./verify-routes";

const tag = "Trust report";

/** The page of a report as it was read, with its reading written down. */
async function readPage(
  report: OpenReport,
  request: ApiRequest,
  shown: Report,
  links: Pick<Links, "address" | "pact">,
): Promise<string> {
  const actor = systemActor(report.organisationId);
  const lastVisit = await lastReportView(actor, report.id, readerOf(report, request));
  const checkpoint = await logCheckpoint(actor, null).catch(() => null);
  await seen(report, request, "page", shown.asOf?.size ?? 0);
  return reportPage(shown, { ...links, checkpoint, lastVisit });
}

/** Of a pact that is not in force there is no report, but there may be a contract to sign. */
const unlessToSign = (report: OpenReport) => (error: unknown) => {
  if (report.countersign && isSuretyError(error) && error.kind === "not_found") return null;
  throw error;
};

const html = { media: "text/html", response: z.string(), tag, permission: null } as const;

export const reportPageRoutes = [
  route({
    ...html,
    method: "GET",
    path: "/r/{token}",
    summary: "The trust report behind a link, as a page; where it asks for one, its passcode first",
    query: pactQuery,
    handle: (call) =>
      visit(call, async (report) => {
        const { pact } = call.query;
        const shown = await sharedReport(ofPact(report, pact)).catch(unlessToSign(report));
        if (!shown) return page("", 303, { location: `${addressOf(call.params.token)}/contract` });
        return page(await readPage(report, call.request, shown, linksOf(call.params.token, report, pact)));
      }),
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
          return page(await passcodePage(found.closed === "locked" ? "locked" : "wrong", addressOf(token)), 401);
      }
      const report = "open" in found ? found.open : found.report;
      return page("", 303, { location: addressOf(token), "set-cookie": passedCookie(token, report) });
    },
  }),
  route({
    ...html,
    method: "GET",
    path: "/r/{token}/report.html",
    summary: "The report as one file to keep: it is read, and verified by the bundle inside, after the link is over",
    query: pactQuery,
    async handle(call) {
      const report = await opened(call);
      const { bundle, report: signed } = await reportBundle(ofPact(report, call.query.pact));
      const text = await readPage(report, call.request, signed, { address: null, pact: null });
      const json = JSON.stringify(bundle).replaceAll("<", "\\u003c");
      const script = `<script type="application/json" id="surety-bundle">${json}</script>`;
      const disposition = { "content-disposition": `attachment; filename="trust-report-${signed.pact.slug}.html"` };
      return page(text.replace("</body>", `${script}</body>`), 200, disposition);
    },
  }),
  route({
    method: "GET",
    path: "/r/{token}/report.json",
    tag,
    permission: null,
    summary: "The report behind a link, as data",
    query: pactQuery,
    response: z.record(z.string(), z.unknown()),
    async handle(call) {
      const report = await opened(call);
      const json = await sharedReport(ofPact(report, call.query.pact));
      await seen(report, call.request, "report", json.asOf?.size);
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
    query: pactQuery.extend({ since: z.coerce.number().int().min(1).optional() }),
    response: z.record(z.string(), z.unknown()),
    async handle(call) {
      const report = await opened(call);
      const { bundle: json } = await reportBundle(ofPact(report, call.query.pact), call.query.since);
      await seen(report, call.request, "bundle");
      return reply({ json, headers: QUIET });
    },
  }),
  ...reportFileRoutes,
  ...verifyRoutes,
];

import { z } from "zod";
import { isSuretyError } from "@/lib/domain/errors";
import { sharedReport } from "@/lib/queries/report";
import { reportBundle } from "@/lib/queries/report-bundle";
import { mailCode, tryCode } from "@/lib/services/reports/code";
import type { OpenReport } from "@/lib/services/reports/find";
import { tryPasscode } from "@/lib/services/reports/try-passcode";
import { type ApiRequest, type Reply, reply, route } from "../route";
import { reportFileRoutes } from "./file-routes";
import { countForm, requireOwnSite, seeOther, typedIn } from "./form";
import { nothingPage, passcodePage, recipientPage } from "./frame";
import { gate, passedCookie } from "./gate";
import { addressOf, linksOf, markOf, ofPact, opened, pactQuery, seen, visit } from "./open";
import { DONE, findPage, findVisit, readPage } from "./read-page";
import { readerRoutes } from "./reader-routes";
import { page, QUIET } from "./replies";
import { verifyRoutes } from "./verify-routes";

const tag = "Trust report";

/** Opens a link to whoever showed that they may. */
const enter = (token: string, report: OpenReport, secret: string) =>
  page("", 303, { location: addressOf(token), "set-cookie": passedCookie(token, report, secret) });

/** An address has a code mailed to it, where it is a recipient's; the code opens the link. No answer says which it was. */
async function byCode(token: string, report: OpenReport, request: ApiRequest): Promise<Reply> {
  requireOwnSite(request);
  countForm(report, request);
  const typed = typedIn(request);
  const [address, code] = [(typed.get("email") ?? "").trim().slice(0, 254), typed.get("code")];
  if (code === null) {
    await mailCode(report, address);
    return page(await recipientPage("code", addressOf(token), address), 401);
  }
  const secret = await tryCode(report, address, code.slice(0, 20));
  if (secret === null) return page(await recipientPage("wrong", addressOf(token), address), 401);
  return enter(token, report, secret);
}

/** Of a pact that is not in force there is no report, but there may be a contract to sign. */
const unlessToSign = (report: OpenReport) => (error: unknown) => {
  if (report.countersign && isSuretyError(error) && error.kind === "not_found") return null;
  throw error;
};

const bundleQuery = pactQuery.extend({
  since: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Size of the log as the reader saw it last: the bundle shows that it extends that"),
});

const html = { media: "text/html", response: z.string(), tag, permission: null } as const;

export const reportPageRoutes = [
  route({
    ...html,
    method: "GET",
    path: "/r/{token}",
    summary: "The trust report behind a link, as a page; where it asks for one, its passcode first",
    query: pactQuery.extend({ done: z.string().max(20).optional() }),
    handle: (call) =>
      visit(call, async (report) => {
        const { pact } = call.query;
        const shown = await findPage(ofPact(report, pact), call.request).catch(unlessToSign(report));
        if (!shown) return page("", 303, { location: `${addressOf(call.params.token)}/contract` });
        const links = linksOf(call.params.token, report, pact);
        const said = { done: DONE[call.query.done ?? ""] ?? null, refused: null };
        return page(await readPage({ report, request: call.request }, shown, { ...links, ...said }));
      }),
  }),
  route({
    ...html,
    method: "POST",
    path: "/r/{token}",
    raw: true,
    summary:
      "What a link asks for first, as its forms send it: its passcode; or a recipient's email, and then the code that was mailed",
    async handle({ params, request }) {
      const { token = "" } = params;
      const found = await gate(token, request);
      if (!found) return page(await nothingPage(), 404);
      if ("open" in found) return seeOther(addressOf(token));
      const { report, closed } = found;
      if (closed === "recipient") return byCode(token, report, request);
      const passcode = new URLSearchParams(request.body.slice(0, 1000)).get("passcode") ?? "";
      if (!(await tryPasscode(report, passcode)))
        return page(await passcodePage(closed === "locked" ? "locked" : "wrong", addressOf(token)), 401);
      return enter(token, report, report.passcodeHash ?? "");
    },
  }),
  route({
    ...html,
    method: "GET",
    path: "/r/{token}/report.html",
    summary: "The report as one file to keep: it is read, and verified by the bundle inside, after the link is over",
    query: bundleQuery,
    async handle(call) {
      const report = await opened(call);
      const { pact, since } = call.query;
      const { bundle, report: signed } = await reportBundle(ofPact(report, pact), since);
      const visit = await findVisit(report, call.request);
      const text = await readPage(
        { report, request: call.request },
        { report: signed, visit },
        {
          ...{ address: null, pact: null, mark: markOf(report), mails: false, done: null, refused: null },
        },
      );
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
    query: bundleQuery,
    response: z.record(z.string(), z.unknown()),
    async handle(call) {
      const report = await opened(call);
      const { bundle: json } = await reportBundle(ofPact(report, call.query.pact), call.query.since);
      await seen(report, call.request, "bundle");
      return reply({ json, headers: QUIET });
    },
  }),
  ...readerRoutes,
  ...reportFileRoutes,
  ...verifyRoutes,
];

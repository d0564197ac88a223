import { z } from "zod";
import { controlReferences } from "@/lib/domain/control";
import { text } from "@/lib/domain/fields";
import { answerSheet, answersMarkdown, answersOf, factSheet } from "@/lib/domain/report-answers";
import { REDACTABLE } from "@/lib/domain/report-redact";
import { pactControls } from "@/lib/queries/controls";
import { logCheckpoint } from "@/lib/queries/log";
import { ownReport } from "@/lib/queries/report";
import { controlsBody, setControls } from "@/lib/services/pacts/set-controls";
import { csv } from "../csv";
import { reportPage } from "../report/page";
import { page } from "../report/replies";
import { type Reply, type Route, reply, route } from "../route";

const tag = "Trust report";

const leftOut = z
  .string()
  .transform((names) => names.split(",").filter((name) => name !== ""))
  .pipe(z.array(z.enum(REDACTABLE, { error: `must be of ${REDACTABLE.join(", ")}` })));

const file = (body: string, type: string, name: string): Reply =>
  reply({
    text: body,
    headers: { "content-type": `${type}; charset=utf-8`, "content-disposition": `attachment; filename="${name}"` },
  });

/** What an organisation takes out of its own reports, without a link. */
export const reportFactRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}/report",
    summary:
      "The trust report of a pact without a link: nothing left out, or, with `redact`, as its reader would see it. `format=csv`: a row a fact; `format=html`: the page",
    tag,
    permission: "read",
    query: z.object({
      format: z.enum(["json", "csv", "html"]).default("json"),
      audience: text(200).optional().describe("The reader whom the page names"),
      redact: leftOut.optional().describe(`What a link would leave out, of ${REDACTABLE.join(", ")}: commas between`),
    }),
    response: z.record(z.string(), z.unknown()),
    async handle({ actor, params, query }) {
      const { format, ...seen } = query;
      const read = await ownReport(actor, params.slug ?? "", seen);
      if (format === "json") return read;
      if (format === "html") {
        const checkpoint = await logCheckpoint(actor, null).catch(() => null);
        const mark = { recipient: null, audience: read.audience, at: Date.parse(read.at) };
        const nowhere = { address: null, pact: null, lastVisit: null, mails: false, done: null, refused: null };
        return page(await reportPage(read, { ...nowhere, checkpoint, mark }));
      }
      const { heads, rows } = factSheet(read);
      return file(csv(heads, rows), "text/csv", `trust-report-${read.pact.slug}.csv`);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}/answers",
    summary: "The answer sheet of a pact: of each promise what buyers ask, as JSON, `format=csv` or `format=md`",
    tag,
    permission: "read",
    query: z.object({ format: z.enum(["json", "csv", "md"]).default("json") }),
    response: z.record(z.string(), z.unknown()),
    async handle({ actor, params, query }) {
      const read = await ownReport(actor, params.slug ?? "");
      const name = `answers-${read.pact.slug}.${query.format}`;
      if (query.format === "md") return file(answersMarkdown(read), "text/markdown", name);
      const { heads, rows } = answerSheet(read);
      if (query.format === "csv") return file(csv(heads, rows), "text/csv", name);
      const { slug, version, hash } = read.pact;
      return { pact: slug, version, hash, at: read.at, answers: answersOf(read) };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}/controls",
    summary: "What of ISO 42001, SOC 2, the EU AI Act or other frameworks a pact's clauses answer to",
    tag,
    permission: "read",
    response: z.object({ controls: controlReferences }),
    handle: async ({ actor, params }) => ({ controls: await pactControls(actor, params.slug ?? "") }),
  }),
  route({
    method: "PUT",
    path: "/api/v1/pacts/{slug}/controls",
    summary:
      "Say what of frameworks a pact's clauses answer to, in place of what was said: it stands beside the pact and on its reports, and changes no version",
    tag,
    permission: "pact.write",
    body: controlsBody,
    response: z.object({ controls: controlReferences }),
    handle: async ({ actor, params, body }) => (await setControls(actor, { ...body, pact: params.slug ?? "" })).result,
  }),
];

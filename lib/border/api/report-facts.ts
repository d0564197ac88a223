import { z } from "zod";
import { controlReferences } from "@/lib/domain/control";
import type { Report } from "@/lib/domain/report";
import { answerSheet, answersMarkdown, answersOf, factSheet } from "@/lib/domain/report-answers";
import type { Actor } from "@/lib/domain/roles";
import { pactControls } from "@/lib/queries/controls";
import { ownReport } from "@/lib/queries/report";
import { controlsBody, setControls } from "@/lib/services/pacts/set-controls";
import { csv } from "../csv";
import { type Reply, type Route, reply, route } from "../route";

const tag = "Trust report";

const file = (text: string, type: string, name: string): Reply =>
  reply({
    text,
    headers: { "content-type": `${type}; charset=utf-8`, "content-disposition": `attachment; filename="${name}"` },
  });

const report = (actor: Actor, params: Record<string, string>): Promise<Report> => ownReport(actor, params.slug ?? "");

/** What an organisation takes out of its own reports, without a link. */
export const reportFactRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/pacts/{slug}/report",
    summary: "The trust report of a pact as its own organisation sees it, nothing left out; `format=csv`: a row a fact",
    tag,
    permission: "read",
    query: z.object({ format: z.enum(["json", "csv"]).default("json") }),
    response: z.record(z.string(), z.unknown()),
    async handle({ actor, params, query }) {
      const read = await report(actor, params);
      if (query.format === "json") return read;
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
      const read = await report(actor, params);
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

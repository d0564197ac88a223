import { z } from "zod";
import type { Report } from "@/lib/domain/report";
import { answerSheet, answersMarkdown, factSheet, type Sheet } from "@/lib/domain/report-answers";
import { sharedReport } from "@/lib/queries/report";
import { compareReport } from "@/lib/queries/report-compare";
import { csv } from "../csv";
import { route } from "../route";
import { answersPage } from "./answers-page";
import { comparePage } from "./compare-page";
import { linksOf, ofPact, opened, pactQuery, seen, visit } from "./open";
import { file, page } from "./replies";

const tag = "Trust report";
const html = { method: "GET", media: "text/html", response: z.string(), tag, permission: null } as const;
const download = { method: "GET", response: z.string(), tag, permission: null, query: pactQuery } as const;
const csvOf = ({ heads, rows }: Sheet) => csv(heads, rows);
const nameOf = (report: Report, what: string) => `${what}-${report.pact.slug}`;

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The end of a day as people mean it in a comparison: its noon, UTC; null where it names none. */
function dayAt(day: string): number | null {
  const at = DAY.test(day) ? Date.parse(`${day}T12:00:00Z`) : Number.NaN;
  return Number.isFinite(at) ? at : null;
}

/** What a reader takes along, or holds against an earlier day. */
export const reportFileRoutes = [
  route({
    ...html,
    path: "/r/{token}/compare",
    summary: "The report against an earlier day (`?day=2026-10-01`, its noon in UTC): each promise then and now",
    query: pactQuery.extend({ day: z.string().max(20).optional() }),
    handle: (call) =>
      visit(call, async (shared) => {
        const { pact, day } = call.query;
        const report = await sharedReport(ofPact(shared, pact));
        const links = linksOf(call.params.token, shared, pact);
        const at = day === undefined ? null : dayAt(day);
        const wrong = day !== undefined && (at === null || at >= Date.parse(report.at));
        const comparison = at === null || wrong ? null : await compareReport(ofPact(shared, pact), report, at);
        await seen(shared, call.request, "comparison", report.asOf?.size);
        const problem = wrong ? "Choose a day that is over, such as 2026-10-01." : undefined;
        return page(await comparePage({ report, comparison, links, problem }), wrong ? 422 : 200);
      }),
  }),
  route({
    ...html,
    path: "/r/{token}/answers",
    summary: "The answer sheet of a report: of each promise the questions that buyers ask, answered",
    query: pactQuery,
    handle: (call) =>
      visit(call, async (shared) => {
        const report = await sharedReport(ofPact(shared, call.query.pact));
        await seen(shared, call.request, "answers", report.asOf?.size);
        return page(await answersPage(report, linksOf(call.params.token, shared, call.query.pact)));
      }),
  }),
  route({
    ...download,
    path: "/r/{token}/answers.md",
    media: "text/markdown",
    summary: "The answer sheet as Markdown",
    async handle(call) {
      const report = await readFile(call, "answers");
      return file(answersMarkdown(report), "text/markdown", `${nameOf(report, "answers")}.md`);
    },
  }),
  route({
    ...download,
    path: "/r/{token}/answers.csv",
    media: "text/csv",
    summary: "The answer sheet as CSV, a row a promise",
    async handle(call) {
      const report = await readFile(call, "answers");
      return file(csvOf(answerSheet(report)), "text/csv", `${nameOf(report, "answers")}.csv`);
    },
  }),
  route({
    ...download,
    path: "/r/{token}/report.csv",
    media: "text/csv",
    summary: "Every fact of the report as CSV, a row each, with its ledger number where it has one",
    async handle(call) {
      const report = await readFile(call, "csv");
      return file(csvOf(factSheet(report)), "text/csv", `${nameOf(report, "trust-report")}.csv`);
    },
  }),
];

async function readFile(
  call: Parameters<typeof opened>[0] & { query: { pact?: string } },
  what: "answers" | "csv",
): Promise<Report> {
  const shared = await opened(call);
  const report = await sharedReport(ofPact(shared, call.query.pact));
  await seen(shared, call.request, what, report.asOf?.size);
  return report;
}

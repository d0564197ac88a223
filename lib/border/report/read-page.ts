import type { Report } from "@/lib/domain/report";
import { systemActor } from "@/lib/domain/roles";
import { visitedReport } from "@/lib/queries/report";
import { reportVisit, type VisitView } from "@/lib/queries/reports";
import type { OpenReport } from "@/lib/services/reports/find";
import type { ApiRequest } from "../route";
import { type Links, to } from "./check";
import { readerOf } from "./gate";
import { seen } from "./open";
import { reportPage } from "./page";

/** What forms of the page did, by what the address after them says. */
export const DONE: Record<string, string> = {
  asked: "Your question is asked. It stands below; a person answers it there.",
  subscribed: "If that address is not told yet, a mail is on its way there: it is told once it is confirmed.",
};

/** The report's page after a form. */
export const afterForm = (links: Pick<Links, "address" | "pact">, done: keyof typeof DONE): string =>
  `${to(links, "")}${links.pact === null ? "?" : "&"}done=${done}`;

/** As whoever holds a link finds the report. @throws SuretyError not_found */
export const findPage = (report: OpenReport, request: ApiRequest) =>
  visitedReport(systemActor(report.organisationId), report, readerOf(report, request));

/** What the page says to its reader, beside a report that was read otherwise. */
export const findVisit = (report: OpenReport, request: ApiRequest) =>
  reportVisit(systemActor(report.organisationId), report.id, readerOf(report, request));

/** The page of a report as it was read, with its reading written down. */
export async function readPage(
  { report, request }: { report: OpenReport; request: ApiRequest },
  { report: shown, visit }: { report: Report; visit: VisitView },
  links: Omit<Links, keyof VisitView>,
): Promise<string> {
  // Written down while the page is drawn.
  const [, text] = await Promise.all([
    seen(report, request, "page", shown.asOf?.size ?? 0),
    reportPage(shown, { ...links, ...visit }),
  ]);
  return text;
}

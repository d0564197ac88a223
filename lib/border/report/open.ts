import { z } from "zod";
import { isSuretyError, notFound, SuretyError } from "@/lib/domain/errors";
import { type Actor, systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { ownMailSettings } from "@/lib/runtime/smtp";
import type { OpenReport } from "@/lib/services/reports/find";
import { tryPasscode } from "@/lib/services/reports/try-passcode";
import { type VIEWED, viewReport } from "@/lib/services/reports/view";
import type { ApiRequest, Reply } from "../route";
import { nothingPage, passcodePage, recipientPage } from "./frame";
import { gate, readerOf } from "./gate";
import type { Mark } from "./mark";
import { page } from "./replies";

interface Visit {
  params: Record<string, string>;
  request: ApiRequest;
}

/** Where a report's link leads to, without a slash at its end. */
export const addressOf = (token: string | undefined): string => `/r/${token ?? ""}`;

export const pactQuery = z.object({
  pact: z.string().max(200).optional().describe("Which pact, where the link opens several; default: the first"),
});

/** A link as of one of its pacts. @throws SuretyError not_found where it does not open that one */
export function ofPact(report: OpenReport, pact: string | undefined): OpenReport {
  if (pact === undefined || pact === report.pact) return report;
  if (!report.also.includes(pact)) throw notFound();
  return { ...report, pact, also: [report.pact, ...report.also.filter((one) => one !== pact)] };
}

/** What stands across a page: who reads it, and when. */
export const markOf = ({ recipient, audience }: OpenReport): Mark => ({
  ...{ recipient, audience },
  at: runtime().clock.now(),
});

/** What pages of a link lead to, and bear. @param pact as the reader asked for it */
export const linksOf = (token: string | undefined, report: OpenReport, pact: string | undefined) => ({
  address: addressOf(token),
  pact: report.also.length === 0 ? null : (pact ?? report.pact),
  mark: markOf(report),
  mails: ownMailSettings().problem === null,
});

/** What a link asks for before it opens. @param address of the report */
async function closedPage(closed: "passcode" | "locked" | "recipient", address: string): Promise<Reply> {
  const asks = closed === "recipient" ? recipientPage("address", address) : passcodePage(closed, address);
  return page(await asks, 401);
}

/** Answers a reader's page beneath a link: nothing, where it opens nothing; what it asks for first, where it asks. */
export async function visit({ params, request }: Visit, work: (report: OpenReport) => Promise<Reply>): Promise<Reply> {
  const found = await gate(params.token ?? "", request);
  if (!found) return page(await nothingPage(), 404);
  if ("open" in found) {
    try {
      return await work(found.open);
    } catch (error) {
      if (isSuretyError(error) && error.kind === "not_found") return page(await nothingPage(), 404);
      throw error;
    }
  }
  return closedPage(found.closed, addressOf(params.token));
}

/** The report behind a token, for a program. @throws SuretyError not_found, unauthenticated where a passcode is asked for */
export async function opened({ params, request }: Visit): Promise<OpenReport> {
  const found = await gate(params.token ?? "", request);
  if (!found) throw notFound();
  if ("open" in found) return found.open;
  if (found.closed === "recipient")
    throw new SuretyError(
      "unauthenticated",
      `This report is for named recipients: open ${addressOf(params.token)} in a browser, and send the cookie that it sets.`,
      { code: "recipient" },
    );
  const passcode = request.header("x-surety-passcode");
  if (passcode !== undefined && (await tryPasscode(found.report, passcode))) return found.report;
  throw new SuretyError("unauthenticated", "This report asks for a passcode: send it as X-Surety-Passcode.", {
    code: "passcode",
  });
}

/**
 * Whoever reads a log by the token of a report that rests on it, where they send no key. Surety itself, in that organisation:
 * only for what shows nothing plain.
 * @returns null without a token @throws SuretyError as `opened`
 */
export async function readerByToken(request: ApiRequest): Promise<Actor | null> {
  const token = request.query.get("token");
  if (token === null || request.header("authorization") !== undefined) return null;
  const { organisationId } = await opened({ params: { token }, request });
  return systemActor(organisationId);
}

/** Writes a reading down. @param size of the log that it was read at */
export async function seen(
  report: OpenReport,
  request: ApiRequest,
  what: (typeof VIEWED)[number],
  size = 0,
): Promise<void> {
  const reader = readerOf(report, request);
  const { id, audience, recipient } = report;
  await viewReport(systemActor(report.organisationId), { id, audience, what, reader, recipient, size });
}

import { conflict, type FieldError, isSuretyError, SuretyError } from "@/lib/domain/errors";
import { rateLimit } from "@/lib/runtime/rate-limit";
import { runtime } from "@/lib/runtime/runtime";
import type { OpenReport } from "@/lib/services/reports/find";
import { unstorable } from "../body";
import { problem } from "../problem";
import type { ApiRequest, Reply } from "../route";
import { page } from "./replies";

/** A form that was refused: what is wrong, and what was typed, to be mended and not typed again. */
export interface Refused {
  form: string;
  says: string;
  errors: FieldError[];
  typed: URLSearchParams;
}

/** Forms sent through one link, or from one address, in ten minutes. */
const forms = () => rateLimit("report forms", 30, 600_000);
/** All obligations of the largest pact, and some. */
const LONGEST_FORM = 1_000_000;

/** @throws SuretyError forbidden for a form of another site */
export function requireOwnSite(request: ApiRequest): void {
  if (isForeign(request)) throw new SuretyError("forbidden", "This form did not come from this page's own site.");
}

/** A browser says where a form comes from, and only a browser can be made to send one. */
function isForeign(request: ApiRequest): boolean {
  const site = request.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  const origin = request.header("origin");
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.header("host");
}

/** Counts a form. @throws SuretyError too_many */
export function countForm({ id }: Pick<OpenReport, "id">, request: ApiRequest): void {
  const now = runtime().clock.now();
  const keys = [`link ${id}`, `address ${request.address}`];
  if (keys.some((key) => forms().isFull(key, now)))
    throw new SuretyError("too_many", "Too many forms were sent from here. Try again in ten minutes.", {
      retryAfter: 600,
    });
  for (const key of keys) forms().count(key, now);
}

/** What a form says, as far as it is read. */
export const typedIn = ({ body }: ApiRequest): URLSearchParams => new URLSearchParams(body.slice(0, LONGEST_FORM));

export interface Taken {
  link: OpenReport;
  request: ApiRequest;
  /** Its name, which its fields' ids begin with. */
  form: string;
  /** Does what the form asks. */
  take(typed: URLSearchParams): Promise<Reply>;
  /** The page that it was sent from, with what is to be mended. */
  again(refused: Refused): Promise<string>;
}

/**
 * Takes a form of a page beneath a link: from that page's own site and not too often; what is refused comes back with what
 * was typed. @throws SuretyError forbidden, too_many
 */
export async function takeForm({ link, request, form, take, again }: Taken): Promise<Reply> {
  requireOwnSite(request);
  countForm(link, request);
  const typed = typedIn(request);
  try {
    if ([...typed.values()].some((value) => unstorable(value))) throw conflict("The form holds what cannot be stored.");
    return await take(typed);
  } catch (error) {
    if (!isSuretyError(error) || (error.kind !== "invalid" && error.kind !== "conflict")) throw error;
    const says = error.kind === "invalid" ? error.errors.map(sayWrong).join(" ") || error.message : error.message;
    const { status } = problem(error, request.requestId);
    return page(await again({ form, says, errors: error.errors, typed }), status);
  }
}

/** To the page that shows what a form did. */
export const seeOther = (location: string): Reply => page("", 303, { location });

const FIELDS: Record<string, string> = {
  name: "Your name",
  email: "Your e-mail",
  consent: "Consent",
  wordings: "The wording",
  question: "Your question",
};
const sayWrong = ({ path, message }: FieldError) => `${FIELDS[path.split(".")[0] ?? ""] ?? path} ${message}.`;

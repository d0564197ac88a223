import { z } from "zod";
import { conflict, isSuretyError, notFound, SuretyError } from "@/lib/domain/errors";
import { systemActor } from "@/lib/domain/roles";
import { sharedContract } from "@/lib/queries/contract";
import { rateLimit } from "@/lib/runtime/rate-limit";
import { runtime } from "@/lib/runtime/runtime";
import { countersignPact } from "@/lib/services/pacts/countersign";
import { proposeRedline } from "@/lib/services/pacts/propose-redline";
import type { OpenReport } from "@/lib/services/reports/find";
import { unstorable } from "../body";
import { problem } from "../problem";
import { type ApiRequest, type Reply, reply, route } from "../route";
import { contractPage } from "./contract-page";
import type { Refused } from "./contract-view";
import { nothingPage } from "./frame";
import { gate } from "./gate";
import { addressOf, opened, seen } from "./open";
import { page, QUIET } from "./replies";

const tag = "Trust report";
const html = { media: "text/html", response: z.string(), tag, permission: null } as const;

/** Forms sent through one link, or from one address, in ten minutes. */
const forms = () => rateLimit("contract forms", 30, 600_000);
const DONE = ["countersigned", "proposed"] as const;
/** All obligations of the largest pact, and some. */
const LONGEST_FORM = 1_000_000;

/** Shows what an open link asks to be signed; another one says no more than that there is nothing, or asks for its passcode. */
async function behind(
  token: string,
  request: ApiRequest,
  show: (link: OpenReport, address: string) => Promise<Reply>,
): Promise<Reply> {
  const found = await gate(token, request);
  if (!found) return page(await nothingPage(), 404);
  const address = addressOf(token);
  if (!("open" in found)) return page("", 303, { location: address });
  try {
    return await show(found.open, address);
  } catch (error) {
    if (isSuretyError(error) && error.kind === "not_found") return page(await nothingPage(), 404);
    throw error;
  }
}

/** A form of another site: a browser says where a form comes from, and only a browser can be made to send one. */
function isForeign(request: ApiRequest): boolean {
  const site = request.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  const origin = request.header("origin");
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.header("host");
}

interface Sent {
  link: OpenReport;
  typed: URLSearchParams;
}

/** Takes a form: what it does is shown by the page after it, what is refused by the same page with what was typed. */
function sent(
  form: Refused["form"],
  token: string,
  request: ApiRequest,
  take: (sent: Sent) => Promise<(typeof DONE)[number]>,
): Promise<Reply> {
  return behind(token, request, async (link, address) => {
    if (!link.countersign) throw notFound();
    if (isForeign(request)) throw new SuretyError("forbidden", "This form did not come from the contract's own page.");
    const now = runtime().clock.now();
    const keys = [`link ${link.id}`, `address ${request.address}`];
    if (keys.some((key) => forms().isFull(key, now)))
      throw new SuretyError("too_many", "Too many forms were sent from here. Try again in ten minutes.", {
        retryAfter: 600,
      });
    for (const key of keys) forms().count(key, now);
    const typed = new URLSearchParams(request.body.slice(0, LONGEST_FORM));
    try {
      if ([...typed.values()].some((value) => unstorable(value)))
        throw conflict("The form holds what cannot be stored.");
      const done = await take({ link, typed });
      const signed = await versionOf(link, typed.get("hash"));
      return page("", 303, { location: `${address}/contract?done=${done}${signed ? `&version=${signed}` : ""}` });
    } catch (error) {
      if (!isSuretyError(error) || (error.kind !== "invalid" && error.kind !== "conflict")) throw error;
      const says = error.kind === "invalid" ? error.errors.map(sayWrong).join(" ") || error.message : error.message;
      const contract = await sharedContract(link, (await versionOf(link, typed.get("hash"))) ?? undefined);
      const refused: Refused = { form, says, errors: error.errors, typed };
      const { status } = problem(error, request.requestId);
      return page(await contractPage({ contract, address, done: null, refused }), status);
    }
  });
}

const FIELDS: Record<string, string> = {
  name: "Your name",
  email: "Your e-mail",
  consent: "Consent",
  wordings: "The wording",
};
const sayWrong = ({ path, message }: { path: string; message: string }) =>
  `${FIELDS[path.split(".")[0] ?? ""] ?? path} ${message}.`;

/** The version that a hash names, of those that the link shows; null: none any more. */
async function versionOf(link: OpenReport, hash: string | null): Promise<number | null> {
  const { versions } = await sharedContract(link);
  return versions.find((one) => one.hash === hash)?.version ?? null;
}

const who = ({ link, typed }: Sent) => ({
  report: link.id,
  hash: typed.get("hash") ?? "",
  name: typed.get("name") ?? "",
  email: typed.get("email") ?? "",
});

const wordingsIn = (typed: URLSearchParams) =>
  Object.fromEntries(
    [...typed].flatMap(([name, value]) =>
      name.startsWith("wording:") && value.trim() !== "" ? [[name.slice("wording:".length), value]] : [],
    ),
  );

const version = z.coerce.number().int().min(1).optional().catch(undefined);

export const contractRoutes = [
  route({
    ...html,
    method: "GET",
    path: "/r/{token}/contract",
    summary: "The contract behind a counterparty's link, as a page: to be read, countersigned, or worded otherwise",
    query: z.object({ version, done: z.enum(DONE).nullable().default(null).catch(null) }),
    handle: ({ params: { token = "" }, query, request }) =>
      behind(token, request, async (link, address) => {
        const contract = await sharedContract(link, query.version);
        await seen(link, request, "contract", contract.size);
        return page(await contractPage({ contract, address, done: query.done, refused: null }));
      }),
  }),
  route({
    method: "GET",
    path: "/r/{token}/contract.json",
    tag,
    permission: null,
    summary: "The same contract as data: its hash is over the RFC 8785 form of `document`",
    query: z.object({ version }),
    response: z.record(z.string(), z.unknown()),
    async handle({ params, query, request }) {
      const link = await opened({ params, request });
      const contract = await sharedContract(link, query.version);
      await seen(link, request, "contract", contract.size);
      const { shown, document, versions, countersignatures, organisation, audience } = contract;
      const signed = countersignatures.map(({ email: _, ...one }) => one);
      const json = {
        organisation,
        audience,
        pact: contract.pact,
        ...shown,
        versions,
        document,
        countersignatures: signed,
      };
      return reply({ json, headers: QUIET });
    },
  }),
  route({
    ...html,
    method: "POST",
    path: "/r/{token}/contract/countersign",
    raw: true,
    summary: "A counterparty's countersignature, as the form sends it: hash, name, email, and the words of consent",
    handle: ({ params: { token = "" }, request }) =>
      sent("countersign", token, request, async (form) => {
        const { organisationId } = form.link;
        await countersignPact(systemActor(organisationId), { ...who(form), consent: form.typed.get("consent") ?? "" });
        return "countersigned";
      }),
  }),
  route({
    ...html,
    method: "POST",
    path: "/r/{token}/contract/redline",
    raw: true,
    summary:
      "Other wording that a counterparty proposes, as the form sends it: hash, name, email, wording:{clause}, remark",
    handle: ({ params: { token = "" }, request }) =>
      sent("redline", token, request, async (form) => {
        const remark = form.typed.get("remark")?.trim() || undefined;
        const said = { ...who(form), wordings: wordingsIn(form.typed), remark };
        await proposeRedline(systemActor(form.link.organisationId), said);
        return "proposed";
      }),
  }),
];

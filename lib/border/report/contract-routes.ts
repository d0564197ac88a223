import { z } from "zod";
import { isSuretyError, notFound } from "@/lib/domain/errors";
import { systemActor } from "@/lib/domain/roles";
import { sharedContract } from "@/lib/queries/contract";
import { countersignPact } from "@/lib/services/pacts/countersign";
import { proposeRedline } from "@/lib/services/pacts/propose-redline";
import type { OpenReport } from "@/lib/services/reports/find";
import { type ApiRequest, type Reply, reply, route } from "../route";
import { contractPage } from "./contract-page";
import { seeOther, takeForm } from "./form";
import { nothingPage } from "./frame";
import { gate } from "./gate";
import { addressOf, markOf, opened, seen } from "./open";
import { page, QUIET } from "./replies";

const tag = "Trust report";
const html = { media: "text/html", response: z.string(), tag, permission: null } as const;

const DONE = ["countersigned", "proposed"] as const;

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

interface Sent {
  link: OpenReport;
  typed: URLSearchParams;
}

/** Takes a form: what it does is shown by the page after it, what is refused by the same page with what was typed. */
function sent(
  form: "countersign" | "redline",
  token: string,
  request: ApiRequest,
  take: (sent: Sent) => Promise<(typeof DONE)[number]>,
): Promise<Reply> {
  return behind(token, request, async (link, address) => {
    if (!link.countersign) throw notFound();
    return takeForm({
      ...{ link, request, form },
      async take(typed) {
        const done = await take({ link, typed });
        const signed = await versionOf(link, typed.get("hash"));
        return seeOther(`${address}/contract?done=${done}${signed ? `&version=${signed}` : ""}`);
      },
      async again(refused) {
        const contract = await sharedContract(link, (await versionOf(link, refused.typed.get("hash"))) ?? undefined);
        return contractPage({ contract, address, mark: markOf(link), done: null, refused });
      },
    });
  });
}

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
        return page(await contractPage({ contract, address, mark: markOf(link), done: query.done, refused: null }));
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

import { z } from "zod";
import { systemActor } from "@/lib/domain/roles";
import { askQuestion } from "@/lib/services/reports/ask";
import type { OpenReport } from "@/lib/services/reports/find";
import { subscribe } from "@/lib/services/reports/subscribe";
import { type ApiRequest, type Reply, route } from "../route";
import type { Links } from "./check";
import { seeOther, takeForm } from "./form";
import { linksOf, ofPact, pactQuery, visit } from "./open";
import { afterForm, findPage, readPage } from "./read-page";
import { page } from "./replies";
import { WebhookMade } from "./subscribe";

const form = {
  method: "POST",
  raw: true,
  query: pactQuery,
  media: "text/html",
  response: z.string(),
  tag: "Trust report",
  permission: null,
} as const;

interface FormOf {
  report: OpenReport;
  /** Of which of its pacts. */
  pact: string;
  typed: URLSearchParams;
  links: ReturnType<typeof linksOf>;
  /** The page, with what the form did. */
  again(said: Pick<Links, "done" | "refused">): Promise<string>;
}

/** Takes a form of the report's page; what is refused is the page again, with what was typed. */
const takes =
  (name: string, take: (sent: FormOf) => Promise<Reply>) =>
  (call: { params: Record<string, string>; query: { pact?: string }; request: ApiRequest }) =>
    visit(call, async (report) => {
      const { request } = call;
      const of = ofPact(report, call.query.pact);
      const links = linksOf(call.params.token, report, call.query.pact);
      const again: FormOf["again"] = async (said) =>
        readPage({ report, request }, await findPage(of, request), { ...links, ...said });
      return takeForm({
        ...{ link: report, request, form: name },
        take: (typed) => take({ report, pact: of.pact, typed, links, again }),
        again: (refused) => again({ done: null, refused }),
      });
    });

/** What a reader does on the report's page: asks, and subscribes. */
export const readerRoutes = [
  route({
    ...form,
    path: "/r/{token}/questions",
    summary: "A reader's question to the owner, as the form sends it: name, question",
    handle: takes("question", async ({ report, pact, typed, links }) => {
      const [name, question] = [typed.get("name") ?? "", typed.get("question") ?? ""];
      const asked = { report: report.id, pact, name, question, recipient: report.recipient };
      await askQuestion(systemActor(report.organisationId), asked);
      return seeOther(`${afterForm(links, "asked")}#questions`);
    }),
  }),
  route({
    ...form,
    path: "/r/{token}/subscriptions",
    summary:
      "Has a reader told when the report changes, as the forms send it: email, which confirms it first, or url of a webhook, which gets a signed ping first",
    handle: takes("subscribe", async ({ report, pact, typed, links, again }) => {
      const [email, url] = [typed.get("email") ?? undefined, typed.get("url")?.trim()];
      const who = { report: report.id, pact, recipient: report.recipient };
      const wanted = url === undefined ? { ...who, email } : { ...who, url };
      const { result } = await subscribe(systemActor(report.organisationId), wanted);
      if (result === null) return seeOther(afterForm(links, "subscribed"));
      // Shown this once: there is no address to come back to it.
      return page(await again({ done: <WebhookMade {...result} />, refused: null }));
    }),
  }),
];

import { z } from "zod";
import { questionPage } from "@/lib/queries/questions";
import { answerQuestion, answerQuestionInput } from "@/lib/services/reports/answer";
import { lastOf, page, pageQuery } from "../page";
import { type Route, route } from "../route";
import { listOf, time, actor as who } from "./common-schemas";

const tag = "Trust report";
const state = z.enum(["open", "answered"]);

const questionJson = z
  .object({
    id: z.string(),
    report: z.string(),
    pact: z.string(),
    audience: z.string().describe("Who the link was given to"),
    name: z.string().describe("As the reader gave it; nobody has checked it"),
    recipient: z.string().nullable().describe("The reader's address, where the link names its readers"),
    question: z.string(),
    at: time,
    state,
    answer: z.string().nullable(),
    answeredBy: who.nullable(),
    answeredAt: time.nullable(),
  })
  .meta({ id: "ReaderQuestion" });

export const questionRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/questions",
    summary: "What readers of trust reports asked behind their links, the latest first",
    tag,
    permission: "read",
    query: pageQuery.extend({ pact: z.string().max(200).optional(), state: state.optional() }),
    response: listOf(questionJson),
    async handle({ actor, query: { limit, cursor, pact, state: wanted } }) {
      const filter = { pact, state: wanted };
      const rows = await questionPage(actor, filter, limit, lastOf(cursor));
      return page(rows, limit, ({ id }) => [id]);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/questions/{id}/answer",
    summary: "Answer a reader's question, once: the answer stands on the report, with who and when",
    tag,
    permission: "report.answer",
    body: answerQuestionInput.omit({ id: true }),
    response: z.object({ id: z.string(), pact: z.string() }),
    handle: async ({ actor, params, body, idempotent }) =>
      (await answerQuestion(actor, { id: params.id ?? "", ...body }, { idempotent })).result,
  }),
];

import { z } from "zod";
import type { DecisionRequest, Verdict } from "@/lib/domain/decision";
import { invalid } from "@/lib/domain/errors";
import { fieldErrors } from "@/lib/domain/fields";
import { TRIGGERS } from "@/lib/domain/pact";
import { type DecisionFilter, decisionById, decisionPage } from "@/lib/queries/decisions";
import { rerunDecision } from "@/lib/queries/try";
import { runtime } from "@/lib/runtime/runtime";
import { askDecision, askEach } from "@/lib/services/decisions/ask";
import { awaitReview } from "@/lib/services/decisions/await-review";
import { LONGEST_REQUEST, parseJson } from "../body";
import { lastOf, page, pageQuery } from "../page";
import { route } from "../route";
import { queryFlag, queryTime } from "./common-schemas";
import { decisionJson, listedDecisionJson, rerunJson } from "./decision-schemas";

const text = z.string().max(200);
/** Any of several, joined by commas; of `known` ones where there are no others. */
const severalOf = (known?: readonly string[]) =>
  z
    .string()
    .max(2000)
    .transform((value) => value.split(","))
    .refine((all) => all.every((one) => (known ? known.includes(one) : one !== "")), {
      error: known ? `must be of ${known.join(", ")}, joined by commas` : "must name one, or several joined by commas",
    });
const texts = severalOf();

/** What may be asked. Unknown agents and actions get a verdict, not an error. */
export const decisionRequest = z.strictObject({
  agent: text.min(1, "must name the agent that asks").describe("Its slug; one that nobody registered is ungoverned"),
  action: text.min(1, "must name the action, such as payments.refund").describe("Dotted, such as `payments.refund`"),
  workflow: text.optional().describe("Only the pacts of this workflow; without it all that name the action"),
  counterparty: text.optional().describe("Only the pacts with this counterparty"),
  release: text.optional().describe("The release that asks; without it the agent's current one"),
  resource: z.unknown().optional().describe("What the action is on; clauses read it as `resource`"),
  context: z.record(z.string(), z.unknown()).optional().describe("The facts that clauses read, as `context.amount`"),
  run: text.optional().describe("The run of the agent that this belongs to; a review ends with it"),
}) satisfies z.ZodType<DecisionRequest>;

const EXAMPLE = {
  agent: "invoice-clerk",
  action: "payments.release",
  context: { amount: 120, currency: "EUR" },
};

/** The request that a JSON text says. @throws SuretyError malformed, invalid */
export function requestOf(text: string): DecisionRequest {
  const parsed = decisionRequest.safeParse(parseJson(text), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(fieldErrors(parsed.error.issues));
}

const ask = decisionRequest.extend({
  dryRun: z.boolean().optional().describe("Decide without recording; `id` is null."),
  minRevision: z.int().positive().optional().describe("Decide on this revision or a later one: read your own write."),
});

const VERDICTS = ["allow", "degrade", "review", "block"] as const;

/** Filters of the list. A misspelt one must not pass for none: it would list what was to be left out. */
const decisionQuery = z.strictObject({
  ...pageQuery.shape,
  agent: texts.optional().describe("One agent, or several joined by commas"),
  workflow: text.optional(),
  pact: text.optional(),
  clause: texts.optional().describe("Keys of clauses, as `key` or `pact/key`, joined by commas"),
  verdict: severalOf(VERDICTS)
    .optional()
    .describe(`Of ${VERDICTS.join(", ")}, joined by commas`),
  trigger: severalOf(TRIGGERS)
    .optional()
    .describe(`Of ${TRIGGERS.join(", ")}, joined by commas`),
  permitted: queryFlag.optional().describe("As it was answered, before any person's word"),
  governed: queryFlag.optional().describe("`false`: no live pact covered it"),
  from: queryTime.optional().describe("Decided at this instant or later"),
  to: queryTime.optional().describe("Decided before this instant"),
});

const filterOf = ({ limit: _limit, cursor: _cursor, ...filter }: z.output<typeof decisionQuery>): DecisionFilter => ({
  ...filter,
  verdict: filter.verdict as Verdict[] | undefined,
});

export const decisionRoutes = [
  route({
    method: "POST",
    path: "/api/v1/decisions",
    summary: "Ask for a decision",
    tag: "Decisions",
    permission: "decision.ask",
    hot: true,
    longest: LONGEST_REQUEST,
    body: ask,
    example: { ...EXAMPLE, run: "run-1" },
    response: decisionJson,
    handle: ({ actor, body: { dryRun, minRevision, ...asked }, idempotent }) =>
      askDecision(actor, asked, { dryRun, minRevision, idempotent }),
  }),
  route({
    method: "POST",
    path: "/api/v1/decisions/batch",
    summary: "Ask for up to 100 decisions, answered in order",
    tag: "Decisions",
    permission: "decision.ask",
    hot: true,
    longest: 4 * LONGEST_REQUEST,
    body: z.strictObject({
      requests: z.array(decisionRequest).min(1, "must hold at least one").max(100, "must be at most 100 at once"),
    }),
    example: { requests: [EXAMPLE, { ...EXAMPLE, action: "invoices.approve" }] },
    response: z.object({ decisions: z.array(decisionJson) }),
    handle: ({ actor, body, idempotent }) =>
      askEach(actor, body.requests, (decisions) => ({ decisions }), { idempotent }),
  }),
  route({
    method: "GET",
    path: "/api/v1/decisions",
    summary: "List decisions, newest first",
    tag: "Decisions",
    permission: "read",
    query: decisionQuery,
    response: z.object({ items: z.array(listedDecisionJson), nextCursor: z.string().nullable() }),
    handle: async ({ actor, query }) => {
      const rows = await decisionPage(actor, filterOf(query), query.limit, lastOf(query.cursor), runtime().clock.now());
      return page(rows, query.limit, (row) => [row.id ?? ""]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/decisions/{id}",
    summary: "One decision; `wait` holds the answer up to 60 s until its review is settled",
    tag: "Decisions",
    permission: "decision.follow",
    query: z.object({ wait: z.coerce.number().int().min(0).max(60, "must be at most 60 seconds").default(0) }),
    response: listedDecisionJson,
    handle: async ({ actor, params, query }) => {
      const id = params.id ?? "";
      const seen = await decisionById(actor, id, runtime().clock.now());
      if (query.wait === 0 || seen.status === "final") return seen;
      await awaitReview(actor, id, query.wait * 1000);
      return decisionById(actor, id, runtime().clock.now());
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/decisions/{id}/rerun",
    summary:
      "A recorded decision asked again: as it was decided, on what was in force then, and with what is in force today",
    tag: "Decisions",
    permission: "read",
    response: rerunJson,
    handle: ({ actor, params }) => rerunDecision(actor, params.id ?? ""),
  }),
];

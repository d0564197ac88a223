import { z } from "zod";
import { type FieldError, isSuretyError, SuretyError, sayErrors } from "@/lib/domain/errors";
import { fieldErrors } from "@/lib/domain/fields";
import { parseJson, refuseEncoded } from "../body";
import { decodeCursor } from "../page";
import type { ApiRequest } from "../route";

/** OpenID AuthZEN Authorization API 1.0: what callers send. Fields that are not named here are ignored. */

const word = z.string().min(1).max(200);
const properties = z.record(z.string(), z.unknown());
/** What else a decision takes, where the caller says it; `null` says nothing. */
const named = { workflow: word.nullish(), counterparty: word.nullish(), release: word.nullish(), run: word.nullish() };
export const NAMED = Object.keys(named) as (keyof typeof named)[];

const subject = z.object({ type: word, id: word, properties: properties.optional() });
const action = z.object({ name: word, properties: z.looseObject(named).optional() });
const resource = z.object({ type: word, id: z.string().min(1), properties: properties.optional() });
const context = z
  .looseObject(named)
  .describe("The facts that clauses read. `workflow`, `counterparty`, `release` and `run` are taken from it");

/** For the OpenAPI document: what a gateway sends. */
export const EXAMPLE = {
  subject: { type: "agent", id: "invoice-clerk" },
  action: { name: "payments.release" },
  resource: { type: "invoice", id: "inv-1" },
  context: { amount: 120, currency: "EUR", supported_obligations: ["limits"] },
};

/** One question. */
export const evaluationBody = z.object({ subject, action, resource, context: context.optional() });
export type Evaluation = z.output<typeof evaluationBody>;

const SEMANTICS = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;
export type Semantic = (typeof SEMANTICS)[number];

const MOST = 100;

/** Several questions, with defaults beside them; without any, the defaults are the one question. */
export const evaluationsBody = z.object({
  subject: subject.partial().optional(),
  action: action.partial().optional(),
  resource: resource.partial().optional(),
  context: context.optional(),
  evaluations: z.array(z.unknown()).max(MOST).optional(),
  options: z.object({ evaluations_semantic: z.enum(SEMANTICS).default("execute_all") }).optional(),
});
export type Evaluations = z.output<typeof evaluationsBody>;

const page = z.object({ token: z.string().optional(), limit: z.int().min(1).optional() }).optional();

/** The id of what is searched for is ignored, as the specification asks: whatever stands there. */
export const subjectSearchBody = z.object({
  subject: subject.omit({ id: true }),
  action,
  resource,
  context: context.optional(),
  page,
});
export const resourceSearchBody = z.object({
  subject,
  action,
  resource: resource.omit({ id: true }),
  context: context.optional(),
  page,
});
export const actionSearchBody = z.object({ subject, resource, context: context.optional(), page });

/** Refused as the specification asks, with 400. */
const refuse = (detail: string, errors: FieldError[] = []) => new SuretyError("malformed", detail, { errors });

/**
 * The body of an AuthZEN call.
 * @throws SuretyError malformed (400): another content type, no JSON, a required field that is missing or of another type
 */
export function readBody<S extends z.ZodType>(schema: S, request: Pick<ApiRequest, "body" | "header">): z.output<S> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.header("content-type") ?? ""))
    throw refuse("Send the body as application/json.");
  refuseEncoded(request);
  if (request.body.trim() === "") throw refuse("The body is empty. Send a JSON document.");
  const parsed = schema.safeParse(
    asMalformed(() => parseJson(request.body)),
    { reportInput: true },
  );
  if (parsed.success) return parsed.data;
  const faults = fieldErrors(parsed.error.issues);
  throw refuse(sayErrors(faults), faults);
}

/** Runs a parser of ours; what it refuses with 422 elsewhere is 400 here. */
function asMalformed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (isSuretyError(error) && error.kind === "invalid") throw refuse(error.message, error.errors);
    throw error;
  }
}

/** Where a page begins, by the token that the one before ended with. @throws SuretyError malformed, naming `page.token` */
export function afterToken(token: string | undefined): string | null {
  // The specification's last token is "": from the beginning again.
  if (!token) return null;
  try {
    return String(decodeCursor(token)?.[0]);
  } catch {
    const message = "is not the next_token of a page of this search; leave it out to start from the beginning";
    throw refuse(`page.token ${message}`, [{ path: "page.token", message }]);
  }
}

/** A question with nothing missing, or why it is none. */
function completed(evaluation: unknown): Evaluation | { fault: string } {
  const parsed = evaluationBody.safeParse(evaluation, { reportInput: true });
  return parsed.success ? parsed.data : { fault: sayErrors(fieldErrors(parsed.error.issues)) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An entity over its default: it replaces it whole, but for what names it and is absent. */
function over(entity: unknown, fallback: Record<string, unknown> | undefined): unknown {
  if (entity === undefined) return fallback;
  if (!isObject(entity) || !fallback) return entity;
  const { type, id, name } = fallback;
  return { type, id, name, ...entity };
}

/** One of several questions, with what it does not say itself taken from the defaults. */
export function withDefaults(one: unknown, defaults: Evaluations): Evaluation | { fault: string } {
  if (!isObject(one)) return { fault: "The evaluation must be an object" };
  return completed({
    subject: over(one.subject, defaults.subject),
    action: over(one.action, defaults.action),
    resource: over(one.resource, defaults.resource),
    context: one.context ?? defaults.context,
  });
}

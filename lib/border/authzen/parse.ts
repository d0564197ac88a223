import { z } from "zod";
import { isSuretyError, SuretyError } from "@/lib/domain/errors";
import { parseJson } from "../body";
import type { ApiRequest } from "../route";

/** OpenID AuthZEN Authorization API 1.0: what callers send. Fields that are not named here are ignored. */

const word = z
  .string({ error: "must be a text" })
  .min(1, "must not be empty")
  .max(200, "must be at most 200 characters");
const properties = z.record(z.string(), z.unknown(), { error: "must be an object" });
/** What else a decision takes, where the caller says it; `null` says nothing. */
const named = { workflow: word.nullish(), counterparty: word.nullish(), release: word.nullish(), run: word.nullish() };
export const NAMED = Object.keys(named) as (keyof typeof named)[];
const object = { error: "must be an object" };

const subject = z.object({ type: word, id: word, properties: properties.optional() }, object);
const action = z.object({ name: word, properties: z.looseObject(named, object).optional() }, object);
const resource = z.object(
  {
    type: word,
    id: z.string({ error: "must be a text" }).min(1, "must not be empty"),
    properties: properties.optional(),
  },
  object,
);
const context = z
  .looseObject({ ...named }, object)
  .describe("The facts that clauses read. `workflow`, `counterparty`, `release` and `run` are taken from it");

/** One question. */
export const evaluationBody = z.object({ subject, action, resource, context: context.optional() }, object);
export type Evaluation = z.output<typeof evaluationBody>;

const SEMANTICS = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;
export type Semantic = (typeof SEMANTICS)[number];

const MOST = 100;

/** Several questions, with defaults beside them; without any, the defaults are the one question. */
export const evaluationsBody = z.object(
  {
    subject: subject.partial().optional(),
    action: action.partial().optional(),
    resource: resource.partial().optional(),
    context: context.optional(),
    evaluations: z.array(z.unknown(), { error: "must be a list" }).max(MOST, `must be at most ${MOST}`).optional(),
    options: z
      .object({
        evaluations_semantic: z
          .enum(SEMANTICS, { error: `must be one of ${SEMANTICS.join(", ")}` })
          .default("execute_all"),
      })
      .optional(),
  },
  object,
);
export type Evaluations = z.output<typeof evaluationsBody>;

const page = z
  .object(
    {
      token: z.string({ error: "must be a text" }).optional(),
      limit: z.int({ error: "must be a whole number" }).min(1, "must be at least 1").optional(),
    },
    object,
  )
  .optional();

export const subjectSearchBody = z.object(
  { subject: subject.partial({ id: true }), action, resource, context: context.optional(), page },
  object,
);
export const resourceSearchBody = z.object(
  { subject, action, resource: resource.partial({ id: true }), context: context.optional(), page },
  object,
);
export const actionSearchBody = z.object({ subject, resource, context: context.optional(), page }, object);

type Faults = { path: string; message: string }[];

const faultsOf = (error: z.ZodError): Faults =>
  error.issues.map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));

/** Faults as the specification's one error message. */
const sayFaults = (faults: Faults): string =>
  faults.map(({ path, message }) => (path ? `${path} ${message}` : `The body ${message}`)).join("; ");

/** Refused as the specification asks, with 400. */
const refuse = (detail: string, errors: Faults = []) => new SuretyError("malformed", detail, { errors });

/**
 * The body of an AuthZEN call.
 * @throws SuretyError malformed (400): another content type, no JSON, a required field that is missing or of another type
 */
export function readBody<S extends z.ZodType>(schema: S, request: Pick<ApiRequest, "body" | "header">): z.output<S> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.header("content-type") ?? ""))
    throw refuse("Send the body as application/json.");
  if (request.body.trim() === "") throw refuse("The body is empty. Send a JSON document.");
  const parsed = schema.safeParse(asMalformed(() => parseJson(request.body)));
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error);
  throw refuse(sayFaults(faults), faults);
}

/** Runs a parser of ours; what it refuses with 422 elsewhere is 400 here. */
export function asMalformed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (isSuretyError(error) && error.kind === "invalid") throw refuse(error.message, error.errors);
    throw error;
  }
}

/** A question with nothing missing, or why it is none. */
function completed(evaluation: unknown): Evaluation | { fault: string } {
  const parsed = evaluationBody.safeParse(evaluation);
  return parsed.success ? parsed.data : { fault: sayFaults(faultsOf(parsed.error)) };
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

import type { DecisionRequest, Verdict } from "@/lib/domain/decision";
import { sayLimits } from "@/lib/domain/limits";
import type { Limits } from "@/lib/domain/pact";
import type { DecisionJson } from "@/lib/domain/present";
import { type Evaluation, NAMED } from "./parse";
import { taskAddress } from "./tasks";

type Properties = Record<string, unknown> | undefined;

/**
 * What clauses read as `context`: the caller's own, as it came. Properties of the subject and of the action stand in it as
 * `context.subject` and `context.action`, where the caller sends any and has nothing of that name there: neither can pass
 * for a fact of the context itself.
 */
function factsOf(context: Properties, subject: Properties, action: Properties): Properties {
  const said = Object.entries(action ?? {}).filter(([name]) => !(NAMED as string[]).includes(name));
  const more = {
    ...(subject && Object.keys(subject).length > 0 ? { subject } : {}),
    ...(said.length > 0 ? { action: Object.fromEntries(said) } : {}),
  };
  return context || Object.keys(more).length > 0 ? { ...more, ...context } : undefined;
}

/** An AuthZEN question as a request for a decision (CONTRACT.md 4): subject.id is the agent, action.name the action. */
export function toRequest({ subject, action, resource, context }: Evaluation): DecisionRequest {
  const request: DecisionRequest = { agent: subject.id, action: action.name, resource };
  for (const name of NAMED) {
    const value = context?.[name] ?? action.properties?.[name];
    if (value) request[name] = value;
  }
  const facts = factsOf(context, subject.properties, action.properties);
  return facts ? { ...request, context: facts } : request;
}

/**
 * Gateways read only the boolean: a degraded decision is true only for callers that say they keep limits, by `limits` in
 * `context.supported_obligations`.
 */
export function isPermit(answer: { verdict: Verdict; permitted: boolean }, context: Properties): boolean {
  if (!answer.permitted || answer.verdict !== "degrade") return answer.permitted;
  const supported = context?.supported_obligations;
  return Array.isArray(supported) && supported.includes("limits");
}

/** What whoever asked through the gateway may be told, where the answer is no. */
function userReason(verdict: Verdict, limits: Limits | null): string {
  if (verdict === "review") return "A person has to approve this first.";
  if (verdict === "degrade") return `This is allowed only within limits: ${sayLimits(limits ?? {})}.`;
  return "This is not allowed at the moment.";
}

/** A denial that has been asked for already: a person was told, and the task says what comes of it. */
const accessRequest = ({ id, expiresAt }: { id: string; expiresAt: string }, origin: string) => ({
  expires_at: expiresAt,
  task: { id, status: "pending", status_endpoint: taskAddress(origin, id), expires_at: expiresAt },
});

/** A decision as AuthZEN answers it. */
export function toAnswer(decision: DecisionJson, { context }: Pick<Evaluation, "context">, origin: string) {
  const { id, verdict, because, limits, review, validUntil, useBy, revision } = decision;
  const permit = isPermit(decision, context);
  const counted = because.filter(({ override }) => override === null).map(({ says }) => says);
  return {
    decision: permit,
    context: {
      id,
      verdict,
      because,
      limits,
      review,
      validUntil,
      useBy,
      revision,
      ...(decision.degradedMode && { degradedMode: true as const }),
      ...(review?.state === "pending" && { access_request: accessRequest(review, origin) }),
      ...(counted.length > 0 ? { reason_admin: { en: counted.join(" ") } } : {}),
      ...(permit ? {} : { reason_user: { en: userReason(verdict, limits) } }),
    },
  };
}
export type AuthzenAnswer = ReturnType<typeof toAnswer> | { decision: false; context: { error: object } };

/** One of several questions that could not be put: no decision was made, so the answer is no. */
export const toFault = (message: string): AuthzenAnswer => ({
  decision: false,
  context: { error: { status: 400, message } },
});

import { amountOf, inOneLine, resourceText } from "@/components/decisions/telling";
import { plural } from "@/components/trust/words";
import type { DecisionRequest } from "@/lib/domain/decision";

/** A held decision, as the read model gives it. */
export interface Review {
  id: string;
  decision: string;
  agent: string;
  action: string;
  workflow: string | null;
  request: DecisionRequest;
  state: "pending" | "approved" | "denied" | "expired";
  createdAt: string;
  expiresAt: string;
  settledAt: string | null;
  settledBy: { name: string } | null;
  reason: string | null;
  claim: { by: { id: string; name: string }; until: string } | null;
  turn: { turn: "team" | "deputy" | "escalation"; until: string; overdue: boolean } | null;
}

/** The facts of a request, path by path, as text. */
export function factsOf({ context, resource }: DecisionRequest): [string, string][] {
  const flat = (value: unknown, path: string): [string, string][] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key))
      : [[path, inOneLine(value)]];
  return [...(resource === undefined ? [] : flat(resource, "resource")), ...flat(context ?? {}, "")].filter(
    ([path]) => path !== "",
  );
}

/** What is asked, in one line: action, amount, resource. */
export function sayAsked({ action, request }: Pick<Review, "action" | "request">): string {
  const amount = amountOf(request);
  const said = amount ? `${amount.figures} ${amount.currency}`.trim() : "";
  return [action, said, resourceText(request)].filter(Boolean).join(", ");
}

/** What waits, in one sentence. */
export function reviewsSentence(pending: number): string {
  return pending === 0
    ? "Nothing waits for a person."
    : `${plural(pending, "decision waits", "decisions wait")} for a person.`;
}

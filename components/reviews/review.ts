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
}

/** The facts of a request, path by path, as text. */
export function factsOf({ context, resource }: DecisionRequest): [string, string][] {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const flat = (value: Record<string, unknown>, above: string): [string, string][] =>
    Object.entries(value).flatMap(([key, inner]): [string, string][] =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? flat(inner as Record<string, unknown>, `${above}${key}.`)
        : [[`${above}${key}`, text(inner)]],
    );
  const facts = flat(context ?? {}, "");
  return resource === undefined ? facts : [["resource", text(resource)], ...facts];
}

/** What waits, in one sentence. */
export function reviewsSentence(pending: number): string {
  return pending === 0
    ? "Nothing waits for a person."
    : `${plural(pending, "decision waits", "decisions wait")} for a person.`;
}

import { type OwedResponse, owedResponses } from "@/lib/db/responses";
import type { Actor } from "@/lib/domain/roles";
import { readAt } from "./read";

const iso = (at: number) => new Date(at).toISOString();

/** An owed answer as plain JSON: instants are RFC 3339. */
export const responseView = ({ latches, open, told, since, dueAt, answered, ...owed }: OwedResponse) => ({
  ...owed,
  since: iso(since),
  dueAt: iso(dueAt),
  escalated: ([null, "deputy", "escalation"] as const)[told] ?? null,
  answered: answered && { ...answered, at: iso(answered.at) },
});
export type ResponseView = ReturnType<typeof responseView>;

/** Answers that owners owe now, or gave while the clause still acts; the earliest due first. @param of one clause only */
export async function listResponses(
  actor: Actor,
  of: { agent?: string; pact?: string; clause?: string } = {},
): Promise<ResponseView[]> {
  const { organisationId } = actor;
  return (await readAt(actor, (tx, now) => owedResponses(tx, organisationId, now, of))).map(responseView);
}

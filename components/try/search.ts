import { z } from "zod";
import { oneOf, search, word } from "@/components/shell/search";
import type { DecisionRequest } from "@/lib/domain/decision";

/** What the address of the page holds where a request is tried out. */

const HORIZON_MINUTES = 90 * 24 * 60;

export const trySearch = search(
  z.object({
    /** The request as JSON. */
    request: z.string().max(20_000).optional().catch(undefined),
    /** A recorded decision that is asked again. */
    d: word,
    /** Minutes from now that the answer is looked at. */
    ahead: z.coerce.number().int().min(0).max(HORIZON_MINUTES).default(0).catch(0),
    as: oneOf(["form", "json"], "form"),
  }),
);

export type TrySearch = ReturnType<typeof trySearch.parse>;

export const addressOf = (state: Partial<TrySearch>): string => `/try${trySearch.query(state)}`;

/** Where a request, or a recorded decision, is tried out. */
export const tryHref = (asked: { request?: DecisionRequest; d?: string }): string =>
  addressOf({ d: asked.d, request: asked.request && JSON.stringify(asked.request) });

/** A number beyond all would be sent as null. */
function finite(name: string, value: unknown): unknown {
  if (value === Infinity || value === -Infinity) throw new Error(`${name} is larger than any number that can be kept`);
  return value;
}

/** The request that a text says, or what keeps it from being one; the action may be yet to be named. */
export function requestIn(text: string): { request: DecisionRequest } | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text, finite);
  } catch (error) {
    return { fault: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}.` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { fault: "Write one object: { agent, action, … }." };
  const { agent, action } = value as Record<string, unknown>;
  if (typeof agent !== "string" || agent === "") return { fault: "Name the agent that asks." };
  if (typeof action !== "string") return { fault: "Name the action, such as payments.refund." };
  return { request: value as DecisionRequest };
}

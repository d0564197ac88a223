import type { IncomingHttpHeaders } from "node:http";
import type { DecisionRequest } from "@/lib/domain/decision";
import { may } from "@/lib/domain/roles";
import { askText } from "@/lib/services/decisions/ask";
import { LONGEST_REQUEST, parseJson } from "./body";
import { bearerKey, cachedPrincipal } from "./principal";
import { confirm } from "./router";

/**
 * A decision by the shortest way: one plain request by a key that this process knows. It is the route of
 * `POST /api/v1/decisions` with its schema, its options and its errors left out.
 * @returns the answer's body, the bytes that the route would give; null where only the route can tell what to answer
 */
export function hotDecision(headers: IncomingHttpHeaders, text: string): Promise<string> | null {
  const { authorization } = headers;
  if (headers["idempotency-key"] !== undefined || headers["content-type"] !== "application/json") return null;
  const key = bearerKey(authorization);
  const actor = key === null ? null : cachedPrincipal(key);
  if (key === null || !actor || !may(actor, "decision.ask")) return null;
  const request = plainRequest(text);
  if (!request) return null;
  return askText(actor, request).then((answer) => {
    // Nothing was taken away meanwhile, as far as can be told without asking.
    if (cachedPrincipal(key) === actor) return answer;
    return confirm(authorization, actor, "decision.ask").then(() => answer);
  });
}

/** The request in a body, where nothing about it needs a word from the schema in `api/decisions.ts`. */
export function plainRequest(text: string): DecisionRequest | null {
  if (text.length > LONGEST_REQUEST) return null;
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return null;
  }
  return isPlainRequest(value) ? value : null;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 200;

function isPlainRequest(value: unknown): value is DecisionRequest {
  if (!isMap(value)) return false;
  for (const name in value) {
    switch (name) {
      case "agent":
      case "action":
      case "workflow":
      case "counterparty":
      case "release":
      case "run":
        if (!isText(value[name])) return false;
        break;
      case "context":
        // The schema leaves a member of this name away.
        if (!isMap(value.context) || Object.hasOwn(value.context, "__proto__")) return false;
        break;
      case "resource":
        break;
      default:
        return false;
    }
  }
  return Boolean(value.agent && value.action);
}

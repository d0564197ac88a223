import type { IncomingHttpHeaders } from "node:http";
import type { DecisionRequest } from "@/lib/domain/decision";
import { may } from "@/lib/domain/roles";
import { askText, askTexts } from "@/lib/services/decisions/ask";
import { LONGEST_REQUEST, parseJson } from "./body";
import { bearerKey, cachedPrincipal } from "./principal";
import { confirm } from "./router";

type Asked = DecisionRequest & { dryRun?: boolean };

/** Where one decision is asked for, and where many are. */
export const HOT_ONE = "/api/v1/decisions";
export const HOT_MANY = "/api/v1/decisions/batch";

/**
 * Decisions by the shortest way: plain requests by a key that this process knows. It is the routes of `HOT_ONE` and
 * `HOT_MANY` with their schemas, their options and their errors left out.
 * @param answered is given the answer's body, the bytes that the route would give
 * @returns false where only the route can tell what to answer; then nothing was asked
 */
export function hotDecision(
  path: string,
  headers: IncomingHttpHeaders,
  text: string,
  answered: (body: string) => void,
  refused: (error: unknown) => void,
): boolean {
  const { authorization } = headers;
  if (headers["idempotency-key"] !== undefined || headers["content-type"] !== "application/json") return false;
  const key = bearerKey(authorization);
  const actor = key === null ? null : cachedPrincipal(key);
  if (key === null || !actor || !may(actor, "decision.ask")) return false;
  const give = (body: string) => {
    // Nothing was taken away meanwhile, as far as can be told without asking.
    if (cachedPrincipal(key) === actor) answered(body);
    else confirm(authorization, actor, "decision.ask").then(() => answered(body), refused);
  };
  if (path === HOT_ONE) {
    const asked = plainRequest(text);
    if (!asked) return false;
    askText(actor, asked, give, refused);
  } else {
    const asked = plainRequests(text);
    if (!asked) return false;
    askTexts(actor, asked, give, refused);
  }
  return true;
}

/** What a body asks, where nothing about it needs a word from the schema in `api/decisions.ts`. */
export function plainRequest(text: string): Asked | null {
  const value = text.length > LONGEST_REQUEST ? null : read(text);
  return isPlainRequest(value) ? value : null;
}

/** As `plainRequest`, of a body with many. */
export function plainRequests(text: string): DecisionRequest[] | null {
  const value = text.length > 4 * LONGEST_REQUEST ? null : read(text);
  if (!isMap(value) || Object.keys(value).length !== 1) return null;
  const { requests } = value;
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > 100) return null;
  return requests.every((one) => isPlainRequest(one) && one.dryRun === undefined) ? requests : null;
}

function read(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 200;

function isPlainRequest(value: unknown): value is Asked {
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
      case "dryRun":
        if (typeof value.dryRun !== "boolean") return false;
        break;
      default:
        return false;
    }
  }
  return Boolean(value.agent && value.action);
}

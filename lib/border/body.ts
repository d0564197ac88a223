import { SuretyError } from "@/lib/domain/errors";
import type { ApiRequest } from "./route";

/** The largest body of any call but streams, bytes. */
export const MAX_BODY = 4 * 1024 * 1024;

/**
 * The body as JSON.
 * @throws SuretyError malformed (400): no JSON content type, empty, not JSON, or text that PostgreSQL cannot hold
 */
export function parseBody(request: Pick<ApiRequest, "body" | "header">): unknown {
  const type = request.header("content-type");
  if (type !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new SuretyError("malformed", "Send the body as application/json.");
  }
  if (request.body.trim() === "") throw new SuretyError("malformed", "The body is empty. Send a JSON document.");
  return parseJson(request.body);
}

export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SuretyError("malformed", `The body is not JSON: ${(error as Error).message}`);
  }
  // Such escapes are rare; only then is the value walked.
  if (/\\u(?:0000|d[89a-f])/i.test(text)) refuseUnstorable(value, []);
  return value;
}

function refuseUnstorable(value: unknown, path: (string | number)[]): void {
  if (typeof value === "string") {
    if (value.includes("\u0000") || !value.isWellFormed()) {
      const message = "holds a NUL or half a surrogate pair, which cannot be stored";
      throw new SuretyError("invalid", message, { errors: [{ path: path.join("."), message }] });
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      refuseUnstorable(key, [...path, key]);
      refuseUnstorable(inner, [...path, key]);
    }
  }
}

import { SuretyError } from "@/lib/domain/errors";
import type { ApiRequest } from "./route";

/** The largest body of any call but streams, bytes. */
export const MAX_BODY = 4 * 1024 * 1024;
/** The longest request for a decision, in characters: it is kept with the decision, and a list shows 200 of them. */
export const LONGEST_REQUEST = 256 * 1024;
/** How deep lists and maps may lie in each other: beyond any request's need, well within every stack that meets them. */
const DEEPEST = 64;

/**
 * The body as JSON.
 * @throws SuretyError malformed (400): no JSON content type, empty, not JSON; invalid (422) for what cannot be kept
 */
export function parseBody(request: Pick<ApiRequest, "body" | "header">): unknown {
  const type = request.header("content-type");
  if (type !== undefined && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new SuretyError("malformed", "Send the body as application/json.");
  }
  refuseEncoded(request);
  if (request.body.trim() === "") throw new SuretyError("malformed", "The body is empty. Send a JSON document.");
  return parseJson(request.body);
}

/** @throws SuretyError malformed for a body that is compressed: what it unpacks to has no bound */
export function refuseEncoded({ header }: Pick<ApiRequest, "header">): void {
  const coding = header("content-encoding")?.toLowerCase();
  if (coding === undefined || coding === "" || coding === "identity") return;
  throw new SuretyError("malformed", `Send the body as it is: Content-Encoding ${coding} is not taken here.`);
}

/** @throws SuretyError malformed for what is not JSON; invalid for text, numbers or nesting that cannot be kept */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SuretyError("malformed", `The body is not JSON: ${(error as Error).message}`);
  }
  // All of it is rare; only then is the value walked.
  if (SUSPICIOUS.test(text) || text.includes(PROTO) || opens(text) > DEEPEST) refuseUnfit(value);
  return value;
}

/** A name that readers of JSON take for something else than a member: what is kept would not be what was sent. */
const PROTO = "__proto__";
/** Escapes of NUL and of surrogates, and numbers that may be larger than any. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])|[eE]\+?\d{3}|\d{200}/i;

/** How many lists and maps begin in this text, brackets within strings counted too. */
function opens(text: string): number {
  let count = 0;
  for (const bracket of ["[", "{"])
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) count++;
  return count;
}

/** Why a text cannot be stored, or null. */
export const unstorable = (text: string): string | null =>
  text.includes("\u0000") || !text.isWellFormed()
    ? "holds a NUL or half a surrogate pair, which cannot be stored"
    : null;

function unfit(value: unknown, depth: number): string | null {
  if (typeof value === "string") return unstorable(value);
  if (typeof value === "number") return Number.isFinite(value) ? null : "is larger than any number that can be kept";
  if (typeof value !== "object" || value === null || depth < DEEPEST) return null;
  return `lies more than ${DEEPEST} lists and maps deep; send it flatter`;
}

/** Walks by a list of its own: what is refused here may lie deeper than the stack. */
function refuseUnfit(root: unknown): void {
  const left: { value: unknown; path: string[] }[] = [{ value: root, path: [] }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, path } = next;
    const fault = unfit(value, path.length);
    if (fault) throw refusal(path, fault);
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      const named = key === PROTO ? "is a name that cannot be kept; send it under another" : unstorable(key);
      if (named) throw refusal([...path, key], named);
      left.push({ value: inner, path: [...path, key] });
    }
  }
}

const refusal = (path: string[], message: string): SuretyError =>
  new SuretyError("invalid", `${path.slice(0, 8).join(".") || "The body"} ${message}.`, {
    errors: [{ path: path.slice(0, 8).join("."), message }],
  });

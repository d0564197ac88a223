import { type ErrorKind, isSuretyError } from "@/lib/domain/errors";
import type { ApiResponse } from "./route";

const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method: 405,
  conflict: 409,
  too_large: 413,
  invalid: 422,
  too_many: 429,
  unavailable: 503,
};

/** What an error is, in a few words. */
export const TITLE: Record<ErrorKind, string> = {
  malformed: "The request cannot be read",
  unauthenticated: "No valid key or session",
  forbidden: "Not allowed",
  not_found: "Not found",
  method: "Another method is wanted",
  conflict: "The state does not allow it",
  too_large: "Too large",
  invalid: "Refused",
  too_many: "Too many requests",
  unavailable: "Not available at the moment",
};

/**
 * An error as application/problem+json (RFC 9457).
 * @param requestId what the X-Request-Id header says. "Not found" carries it only where the caller chose it: one made
 *   here would make two of these answers differ
 */
export function problem(error: unknown, requestId: string, given = false): ApiResponse {
  const known = isSuretyError(error) ? error : null;
  const status = known ? STATUS[known.kind] : 500;
  const body = {
    type: known ? `https://surety.dev/problems/${known.code}` : "https://surety.dev/problems/internal",
    title: known ? TITLE[known.kind] : "A fault on our side",
    status,
    detail:
      known?.message ?? "The request was not carried out. Send it again; if it fails again, report the request id.",
    errors: known?.errors ?? [],
    ...(status === 404 && !given ? {} : { requestId }),
  };
  const headers: Record<string, string> = { "content-type": "application/problem+json", "cache-control": "no-store" };
  if (known?.retryAfter !== undefined) headers["retry-after"] = String(known.retryAfter);
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="surety"';
  return { status, headers, body: JSON.stringify(body) };
}

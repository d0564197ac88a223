/**
 * Errors that a caller can act on. Told apart by a brand, not by instanceof: the process holds two copies of this module
 * (the server's and Next's).
 */
const BRAND = Symbol.for("surety.error");

/** What it is, in the words of HTTP; the border maps it to a status. */
export type ErrorKind =
  | "malformed" // 400: not readable as what it should be
  | "unauthenticated" // 401
  | "forbidden" // 403
  | "not_found" // 404
  | "method" // 405: the path is there, for other methods
  | "conflict" // 409: the state does not allow it
  | "too_large" // 413
  | "invalid" // 422: readable, but refused; `errors` names fields
  | "too_many" // 429
  | "unavailable"; // 503

export interface FieldError {
  path: string;
  message: string;
}

export class SuretyError extends Error {
  readonly kind: ErrorKind;
  /** Machine-readable, e.g. `idempotency_mismatch`; becomes the problem's type. */
  readonly code: string;
  readonly errors: FieldError[];
  /** Seconds after which it is worth trying again (429, 503). */
  readonly retryAfter?: number;

  constructor(
    kind: ErrorKind,
    detail: string,
    options: { code?: string; errors?: FieldError[]; retryAfter?: number } = {},
  ) {
    super(detail);
    this.name = "SuretyError";
    this.kind = kind;
    this.code = options.code ?? kind;
    this.errors = options.errors ?? [];
    this.retryAfter = options.retryAfter;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

export function isSuretyError(error: unknown): error is SuretyError {
  return typeof error === "object" && error !== null && (error as Record<symbol, unknown>)[BRAND] === true;
}

/** One wording for everything the caller may not know exists. */
export const notFound = (): SuretyError => new SuretyError("not_found", "There is nothing here that you may see.");
export const forbidden = (detail: string): SuretyError => new SuretyError("forbidden", detail);
export const conflict = (detail: string, code?: string): SuretyError => new SuretyError("conflict", detail, { code });

const MOST_SAID = 3;
/** The first of some refused fields in one sentence, for callers that show no more than that. */
export function sayErrors(errors: readonly FieldError[]): string {
  const said = errors.slice(0, MOST_SAID).map(({ path, message }) => `${path || "The body"} ${message}`);
  return said.join("; ") + (errors.length > MOST_SAID ? `; and ${errors.length - MOST_SAID} more, see \`errors\`` : "");
}

export const invalid = (errors: FieldError[], detail = sayErrors(errors)): SuretyError =>
  new SuretyError("invalid", detail, { errors });
/** A refused field, as a whole error. */
export const invalidField = (path: string, message: string): SuretyError => invalid([{ path, message }]);

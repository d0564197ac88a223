import type { z } from "zod";
import { forbidden, invalid, isSuretyError, notFound, SuretyError } from "@/lib/domain/errors";
import { fieldErrors } from "@/lib/domain/fields";
import { type Actor, may, type Permission } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { firstAnswer, type IdempotentCall, idempotentCall } from "@/lib/services/idempotent";
import { permit } from "@/lib/services/verb";
import { parseBody, unstorable } from "./body";
import type { Router } from "./find-route";
import { authenticate, stillHolds } from "./principal";
import { problem } from "./problem";
import type { ApiRequest, ApiResponse, Call, Reply, Route } from "./route";

function queryOf(schema: z.ZodType, query: URLSearchParams): unknown {
  const seen = new Set<string>();
  for (const [name, value] of query) {
    const fault = seen.has(name) ? "is given twice; join its values by commas, or keep one" : unstorable(value);
    if (fault) throw invalid([{ path: name, message: fault }]);
    seen.add(name);
  }
  return parse(schema, Object.fromEntries(query));
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(fieldErrors(parsed.error.issues));
}

/** A body that may be left out (an approval without a word) is left out by sending nothing. */
function bodyOf({ verbParses }: Route, schema: z.ZodType, request: ApiRequest): unknown {
  if (verbParses) return parseBody(request);
  const absent = request.body.trim() === "" ? schema.safeParse(undefined) : undefined;
  return absent?.success ? absent.data : parse(schema, parseBody(request));
}

/** Answers one request: find, authenticate, permit, parse, hand over, write down. Every error becomes a problem document. */
export async function handle(router: Router, request: ApiRequest): Promise<ApiResponse> {
  try {
    const found = router.find(request.method, request.path);
    if (!found) throw notFound();
    if ("allow" in found) {
      const allow = found.allow.join(", ");
      const refused = problem(new SuretyError("method", `This path answers ${allow}.`), request.requestId);
      return { ...refused, headers: { ...refused.headers, allow } };
    }
    return await answer(found.route, found.params, request);
  } catch (failure) {
    const error = await told(failure);
    const response = problem(error, request.requestId, request.header("x-request-id") === request.requestId);
    if (response.status === 500)
      runtime().log.error({ err: error, requestId: request.requestId, path: request.path }, "request failed");
    return response;
  }
}

/** What a caller is told of a failure: that the database is away is not a fault of the request, nor for ever. */
export async function told(failure: unknown): Promise<unknown> {
  if (isSuretyError(failure) || !(await runtime().away.suspect(failure))) return failure;
  const detail = "The database is away. Decisions are answered meanwhile; everything else has to wait for it.";
  return new SuretyError("unavailable", detail, { retryAfter: 5 });
}

async function answer(route: Route, params: Record<string, string>, request: ApiRequest): Promise<ApiResponse> {
  const actor =
    route.permission === null ? null : ((await route.guest?.(request)) ?? (await authenticate(request, route.hot)));
  if (route.permission !== null) {
    if (!actor) throw unauthenticated();
    permit(actor, route.permission);
  }
  const { stream } = request;
  if (stream && route.stream && actor)
    return toResponse(
      route,
      await route.stream.handle({ actor, request: { ...request, stream }, key: keyOf(request) }),
    );
  if (route.longest !== undefined && request.body.length > route.longest) throw tooLong(route.longest);
  const query = route.query ? queryOf(route.query, request.query) : undefined;
  const body = route.raw ? request.body : route.body ? bodyOf(route, route.body, request) : undefined;
  const idempotent = actor && request.method === "POST" ? idempotency(actor, request, route) : undefined;
  const once = () => route.handle({ actor, params, query, body, request, idempotent } as unknown as Call<never, never>);
  const response =
    idempotent && actor ? await replayed(route, actor, idempotent, once) : toResponse(route, await once());
  if (route.hot && actor && route.permission !== null)
    await confirm(request.header("authorization"), actor, route.permission);
  return response;
}

/** Whoever was let in from memory still may, now that the answer is to leave. @throws SuretyError where not */
export async function confirm(authorization: string | undefined, actor: Actor, permission: Permission): Promise<void> {
  const still = await stillHolds(authorization, actor);
  if (!still) throw unauthenticated();
  if (!may(still, permission)) throw forbidden("This was taken away from you while it was answered.");
}

const unauthenticated = (): SuretyError =>
  new SuretyError(
    "unauthenticated",
    "Send `Authorization: Bearer sry_…` with a key that is neither revoked nor expired.",
  );
const tooLong = (longest: number): SuretyError =>
  new SuretyError("too_large", `A request of this kind has at most ${longest.toLocaleString("en-GB")} characters.`);

function toResponse(route: Route, result: unknown): ApiResponse {
  const given = result as Partial<Reply> | undefined;
  const shaped: Partial<Reply> = given?.reply ? given : { json: result };
  const status = shaped.status ?? statusOf(route, result);
  const { bytes, text, parts } = shaped;
  if (parts !== undefined)
    return { status, headers: { "cache-control": "no-store", ...shaped.headers }, body: "", parts };
  if (bytes !== undefined || text !== undefined)
    return { status, headers: { "cache-control": "no-store", ...shaped.headers }, body: text ?? "", bytes };
  const headers = { "content-type": "application/json", "cache-control": "no-store", ...shaped.headers };
  if (shaped.json === undefined)
    return {
      status: result === undefined && !given?.reply ? 204 : status,
      headers: { "cache-control": "no-store", ...shaped.headers },
      body: "",
    };
  return { status, headers, body: JSON.stringify(shaped.json) };
}

function statusOf(route: Route, result: unknown): number {
  const { status = 200 } = route;
  return typeof status === "number" ? status : status.of(result as never);
}

/** What is kept for a replay: the answer without what is shown only once. */
function keepable(route: Route, result: unknown): { status: number; response: unknown } {
  const secret = route.secret ?? [];
  const shown = typeof result === "object" && result !== null && secret.length > 0;
  const response = shown
    ? Object.fromEntries(Object.entries(result).filter(([name]) => !secret.includes(name)))
    : result;
  return { status: statusOf(route, result), response };
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws SuretyError malformed */
function keyOf(request: ApiRequest): string | undefined {
  const key = request.header("idempotency-key");
  if (key !== undefined && !KEY.test(key))
    throw new SuretyError("malformed", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
  return key;
}

/** The call's Idempotency-Key, if it came with one. */
function idempotency(actor: Actor, request: ApiRequest, route: Route): IdempotentCall | undefined {
  const key = keyOf(request);
  if (key === undefined) return undefined;
  return idempotentCall(actor, key, `${request.method} ${request.path}`, request.body, (result) =>
    keepable(route, result),
  );
}

/** Replays the first answer; where two come at once the second waits for the first one's. */
async function replayed(
  route: Route,
  actor: Actor,
  call: IdempotentCall,
  once: () => Promise<unknown>,
): Promise<ApiResponse> {
  const kept = await firstAnswer(actor, call);
  if (kept) return replay(kept.status, kept.response);
  try {
    return toResponse(route, await once());
  } catch (error) {
    if (!(error as { keyClash?: boolean }).keyClash) throw error;
    const first = await firstAnswer(actor, call);
    if (!first)
      throw new SuretyError("conflict", "A request with this Idempotency-Key is under way. Ask again.", {
        code: "idempotency_conflict",
      });
    return replay(first.status, first.response);
  }
}

function replay(status: number, response: unknown): ApiResponse {
  const headers = { "content-type": "application/json", "cache-control": "no-store", "idempotent-replayed": "true" };
  return { status, headers, body: JSON.stringify(response) };
}

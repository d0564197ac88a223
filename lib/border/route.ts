import type { z } from "zod";
import type { Actor, Permission } from "@/lib/domain/roles";
import type { IdempotentCall } from "@/lib/services/idempotent";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A request as the API's handlers see it, whichever server took it. */
export interface ApiRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  header(name: string): string | undefined;
  /** The body as text, read in full and bounded; "" where there is none. */
  body: string;
  /** The body unread, of any length, where the route takes it so (`Route.stream`); then `body` is "". */
  stream?: AsyncIterable<Uint8Array>;
  requestId: string;
  /** The caller's address, for rate limits. */
  address: string;
}

export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** In place of the body, where it is no text. */
  bytes?: Uint8Array;
  /** In place of the body, where it is longer than a process should hold: written as it comes. */
  parts?: AsyncIterable<string>;
}

/** What a handler is given: parsed and authenticated. Permission is checked by the service that it calls. */
export interface Call<B, Q> {
  actor: Actor;
  params: Record<string, string>;
  body: B;
  query: Q;
  request: ApiRequest;
  /** Handed on to the verb, so that the answer is kept with the effect. */
  idempotent?: IdempotentCall;
}

/** What a handler of streams is given. */
export interface StreamCall {
  actor: Actor;
  request: ApiRequest & { stream: AsyncIterable<Uint8Array> };
  /** The Idempotency-Key, for a call that binds it to the body once it was read. */
  key?: string;
}

/** A handler's answer where it is more than a status and JSON. A POST that is to be replayed returns its verb's result as it is. */
export interface Reply {
  reply: true;
  status?: number;
  headers?: Record<string, string>;
  /** JSON, unless `text` or `bytes` is given. */
  json?: unknown;
  text?: string;
  bytes?: Uint8Array;
  parts?: AsyncIterable<string>;
}
export const reply = (parts: Omit<Reply, "reply">): Reply => ({ reply: true, ...parts });

export interface Route {
  method: Method;
  /** `/api/v1/pacts/{slug}/submit` */
  path: string;
  summary: string;
  tag: string;
  /** The last parameter takes the rest of the path, slashes and all. */
  rest?: boolean;
  /** What the service behind it asks for; null: open to anybody. Said in the OpenAPI document. */
  permission: Permission | null;
  /** Who else is let in, without a key; null: a key is asked for. */
  guest?(request: ApiRequest): Promise<Actor | null>;
  /** The answer rests on the fence: who asks is taken from memory and confirmed with the answer, not asked for before it. */
  hot?: boolean;
  body?: z.ZodType;
  /** A body that it takes, for the OpenAPI document. */
  example?: unknown;
  query?: z.ZodType;
  response?: z.ZodType;
  /** Media type of the answer; default application/json. */
  media?: string;
  /** Of a plain answer; default 200. Where the result decides (201 made, 202 asked for), all that there are, and which. */
  status?: number | { among: readonly number[]; of(result: never): number };
  /** The body is handed over as text (YAML documents, NDJSON). */
  raw?: boolean;
  /** `body` is what OpenAPI shows; the verb parses, once. For bodies that are dear to parse. */
  verbParses?: boolean;
  /** The longest body, in characters; default: whatever the front takes. */
  longest?: number;
  /** Bodies of these media types are handed over unread and unbounded, instead of `body`. */
  stream?: { media: readonly string[]; handle(call: StreamCall): Promise<unknown> };
  /** Answers with an ETag, and 304 to the `If-None-Match` that names it. */
  tagged?: boolean;
  /** Fields of the answer that are never replayed (secrets shown once). */
  secret?: readonly string[];
  handle(call: Call<never, never>): Promise<unknown>;
}

type Infer<S> = S extends z.ZodType ? z.output<S> : undefined;

/**
 * Declares a route of the API: one zod schema is the parser, the type and the OpenAPI document.
 */
export function route<B extends z.ZodType | undefined = undefined, Q extends z.ZodType | undefined = undefined>(
  definition: Omit<Route, "handle" | "body" | "query"> & {
    body?: B;
    query?: Q;
    handle(call: Call<Infer<B>, Infer<Q>>): Promise<unknown>;
  },
): Route {
  return definition as unknown as Route;
}

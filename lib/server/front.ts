import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { api } from "@/lib/border/api";
import { takesStream } from "@/lib/border/find-route";
import { problem } from "@/lib/border/problem";
import { requestIdOf } from "@/lib/border/request-id";
import type { ApiRequest, ApiResponse } from "@/lib/border/route";
import { handle } from "@/lib/border/router";
import { STREAM_PATH } from "@/lib/border/stream";
import { SuretyError } from "@/lib/domain/errors";
import { note, readBody, SECURITY, send } from "./exchange";
import { answerDecision, isHot } from "./hot-path";
import { probe } from "./probes";
import type { Streams } from "./stream";

interface FrontOptions {
  /** Takes what is not the API's: Next. */
  console: RequestListener;
  /** Believe X-Forwarded-* headers: only behind a proxy that sets them. */
  trustProxy: boolean;
  /** False while starting or leaving: readyz says so. */
  ready(): boolean;
  streams: Streams;
}

const FORWARDED = [
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "forwarded",
] as const;
const API = /^\/(?:api\/v1|access\/v1|r|v1\/traces|\.well-known\/authzen-configuration)(?:\/|$)/;

const DECISIONS = /^\/(?:api\/v1\/decisions|access\/v1\/evaluations?)(?:\/|$)/;

const PAGE_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

/** The identity provider's origin, where there is one: the sign-in form leads there, also without a script. */
function providerOrigin(): string {
  const issuer = process.env.OIDC_ISSUER ?? "";
  return URL.canParse(issuer) ? ` ${new URL(issuer).origin}` : "";
}

/**
 * The process's front: answers probes and the API itself, and hands everything else to Next. Next takes a hundred times
 * the CPU of a bare answer, so no decision passes through it.
 */
export function createFront({ console: pages, trustProxy, ready, streams }: FrontOptions): RequestListener {
  const policy = PAGE_POLICY + providerOrigin();
  return (req, res) => {
    const requestId = requestIdOf(req.headers["x-request-id"]);
    if (isHot(req)) {
      const target = { path: req.url ?? "/", query: "", requestId };
      answerDecision(req, res, requestId, (body) => toApi(toRequest(req, target, body)));
      return;
    }
    const { path, query } = split(req.url ?? "/");
    // Only what is there: taking a name away makes the headers slow to read.
    if (!trustProxy) for (const name of FORWARDED) if (name in req.headers) delete req.headers[name];
    if (path === "/healthz" || path === "/readyz" || path === "/metrics") {
      void probe(path, ready(), req.headers.authorization).then((response) => send(res, requestId, response));
      return;
    }
    const held = req.method === "GET" && path === STREAM_PATH;
    if (API.test(path) && !held) {
      answer(req, res, { path, query, requestId }, toApi);
      return;
    }
    res.setHeader("x-request-id", requestId);
    for (const [name, value] of SECURITY) res.setHeader(name, value);
    if (held) {
      answer(req, res, { path, query, requestId }, (request) => streams.open(request, res));
      return;
    }
    const foreign = foreignChange(req);
    if (foreign) {
      send(res, requestId, problem(foreign, requestId));
      return;
    }
    req.headers["x-request-id"] = requestId;
    // Where a sign-in leads back to.
    req.headers["x-surety-path"] = req.url ?? "/";
    res.setHeader("content-security-policy", policy);
    pages(req, res);
  };
}

function split(url: string): { path: string; query: string } {
  const at = url.indexOf("?");
  return at < 0 ? { path: url, query: "" } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

/** A page's change (server action, form) that does not come from our own pages. Next alone would accept an absent Origin. */
function foreignChange(req: IncomingMessage): SuretyError | null {
  if (req.method === "GET" || req.method === "HEAD") return null;
  const { origin, host } = req.headers;
  if (origin && host && URL.canParse(origin) && new URL(origin).host === host) return null;
  return new SuretyError("forbidden", "This change did not come from a page of this console.", {
    code: "foreign_origin",
  });
}

const toApi = (request: ApiRequest): Promise<ApiResponse> => handle(api, request);

interface Target {
  path: string;
  query: string;
  requestId: string;
}

const toRequest = (req: IncomingMessage, { path, query, requestId }: Target, body: string): ApiRequest => ({
  method: req.method ?? "GET",
  path,
  query: new URLSearchParams(query),
  header: (name) => header(req, name),
  body,
  requestId,
  address: req.socket.remoteAddress ?? "",
});

/** @param give null: the connection is held open, and whoever holds it writes to it */
function answer(
  req: IncomingMessage,
  res: ServerResponse,
  target: Target,
  give: (request: ApiRequest) => Promise<ApiResponse | null>,
): void {
  const started = performance.now();
  const { path, requestId } = target;
  const finish = (response: ApiResponse | null) => {
    if (response) send(res, requestId, response);
    note(req, path, requestId, response?.status ?? 200, started, req.method === "POST" && DECISIONS.test(path));
  };
  const fail = (error: unknown) => finish(problem(error, requestId));
  if (takesStream(api, req.method ?? "GET", path, req.headers["content-type"])) {
    give({ ...toRequest(req, target, ""), stream: req }).then(finish, fail);
    return;
  }
  readBody(req, (body) => give(toRequest(req, target, body)).then(finish, fail), fail);
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

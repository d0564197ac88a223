import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { api } from "@/lib/border/api";
import { MAX_BODY } from "@/lib/border/body";
import { problem } from "@/lib/border/problem";
import { requestIdOf } from "@/lib/border/request-id";
import type { ApiRequest, ApiResponse } from "@/lib/border/route";
import { handle } from "@/lib/border/router";
import { STREAM_PATH } from "@/lib/border/stream";
import { SuretyError } from "@/lib/domain/errors";
import { runtime } from "@/lib/runtime/runtime";
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
const API = /^\/(?:api\/v1|access\/v1|\.well-known\/authzen-configuration)(?:\/|$)/;

const DECISIONS = /^\/(?:api\/v1\/decisions|access\/v1\/evaluations?)(?:\/|$)/;

/** On every answer, whoever gives it. */
const SECURITY: readonly [string, string][] = [
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "same-origin"],
  ["x-frame-options", "DENY"],
];
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
    const { path, query } = split(req.url ?? "/");
    if (!trustProxy) for (const name of FORWARDED) delete req.headers[name];
    const requestId = requestIdOf(req.headers["x-request-id"]);
    res.setHeader("x-request-id", requestId);
    for (const [name, value] of SECURITY) res.setHeader(name, value);
    if (path === "/healthz" || path === "/readyz" || path === "/metrics") {
      void probe(path, ready()).then((response) => send(res, response));
      return;
    }
    if (API.test(path)) {
      const held = req.method === "GET" && path === STREAM_PATH;
      void answer(req, res, { path, query, requestId }, held ? (request) => streams.open(request, res) : toApi);
      return;
    }
    const foreign = foreignChange(req);
    if (foreign) {
      send(res, problem(foreign, requestId));
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

/** @param give null: the connection is held open, and whoever holds it writes to it */
async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  { path, query, requestId }: { path: string; query: string; requestId: string },
  give: (request: ApiRequest) => Promise<ApiResponse | null>,
): Promise<void> {
  const started = performance.now();
  let response: ApiResponse | null;
  try {
    const request: ApiRequest = {
      method: req.method ?? "GET",
      path,
      query: new URLSearchParams(query),
      header: (name) => header(req, name),
      body: await readBody(req),
      requestId,
      address: req.socket.remoteAddress ?? "",
    };
    response = await give(request);
  } catch (error) {
    response = problem(error, requestId);
  }
  if (response) send(res, response);
  const { metrics, log } = runtime();
  const status = response?.status ?? 200;
  metrics.requests.inc({ status });
  const entry = {
    requestId,
    method: req.method,
    path,
    status,
    ms: Math.round((performance.now() - started) * 100) / 100,
  };
  // A line per decision would cost as much as the decision: counted, and logged at debug.
  if (req.method === "POST" && DECISIONS.test(path)) {
    metrics.decisionSeconds.observe(entry.ms / 1000);
    log.debug(entry, "request");
  } else log.info(entry, "request");
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

function readBody(req: IncomingMessage): Promise<string> {
  if (req.method === "GET" || req.method === "HEAD") return Promise.resolve("");
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    req.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= MAX_BODY) parts.push(part);
    });
    req.on("end", () => {
      if (size > MAX_BODY)
        reject(
          new SuretyError(
            "too_large",
            `A body has at most ${MAX_BODY} bytes; send evidence in arrays of at most 1000.`,
          ),
        );
      else resolve((parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)).toString("utf8"));
    });
    req.on("error", reject);
  });
}

function send(res: ServerResponse, { status, headers, body }: ApiResponse): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  res.end(res.req.method === "HEAD" ? undefined : body);
}

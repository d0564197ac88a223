import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import { MAX_BODY } from "@/lib/border/body";
import type { ApiResponse } from "@/lib/border/route";
import { SuretyError } from "@/lib/domain/errors";
import { runtime } from "@/lib/runtime/runtime";

/** On every answer, whoever gives it. */
export const SECURITY = [
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "same-origin"],
  ["x-frame-options", "DENY"],
] as const;
const FIRST = SECURITY.flat();

/** A body as text, whole and bounded. By callbacks: a promise more would cost every decision. */
export function readBody(req: IncomingMessage, done: (text: string) => void, failed: (error: unknown) => void): void {
  if (req.method === "GET" || req.method === "HEAD") {
    done("");
    return;
  }
  let only: Buffer | undefined;
  let parts: Buffer[] | undefined;
  let size = 0;
  req.on("data", (part: Buffer) => {
    size += part.length;
    if (size > MAX_BODY) return;
    if (only === undefined) only = part;
    else {
      parts ??= [only];
      parts.push(part);
    }
  });
  req.on("end", () => {
    if (size > MAX_BODY)
      failed(
        new SuretyError(
          "too_large",
          `A body has at most ${MAX_BODY} bytes; send it in parts, evidence as NDJSON of any length.`,
        ),
      );
    else done((parts ? Buffer.concat(parts) : (only ?? Buffer.alloc(0))).toString("utf8"));
  });
  req.on("error", failed);
}

/** Gives the answer in one write: names and values as a list are not looked at twice. */
export function send(res: ServerResponse, requestId: string, response: ApiResponse): void {
  const { status, headers, body, bytes, parts } = response;
  if (res.headersSent || res.destroyed) return;
  const all = ["x-request-id", requestId, ...FIRST];
  for (const name in headers) all.push(name, headers[name] as string);
  if (parts) {
    res.writeHead(status, all);
    // A reader that leaves, or a source that fails, ends the connection: what came is then known to be cut short.
    if (res.req.method === "HEAD") res.end();
    else pipeline(Readable.from(parts), res, () => {});
    return;
  }
  all.push("content-length", String(bytes?.length ?? Buffer.byteLength(body)));
  res.writeHead(status, all);
  res.end(res.req.method === "HEAD" ? undefined : (bytes ?? body));
}

/**
 * Counts an answer, and writes it to the log.
 * @param path without the query
 * @param started `performance.now()` when the request came
 * @param decision asks for one: a line each would cost as much as the decision, so they are logged at debug
 */
export function note(
  req: IncomingMessage,
  path: string,
  requestId: string,
  status: number,
  started: number,
  decision: boolean,
): void {
  const { metrics, log } = runtime();
  const ms = Math.round((performance.now() - started) * 100) / 100;
  metrics.answered(status);
  if (decision) metrics.decided(ms / 1000);
  const level = decision ? "debug" : "info";
  if (log.isLevelEnabled(level)) log[level]({ requestId, method: req.method, path, status, ms }, "request");
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { HOT_MANY, HOT_ONE, hotDecision } from "@/lib/border/hot";
import { problem } from "@/lib/border/problem";
import type { ApiResponse } from "@/lib/border/route";
import { note, readBody, send } from "./exchange";

/** Whether this is asked thousands of times a second. */
export const isHot = (req: IncomingMessage): boolean =>
  req.method === "POST" && (req.url === HOT_ONE || req.url === HOT_MANY);
const HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

/**
 * Answers a request for decisions by the shortest way.
 * @param otherwise gives the answer to whatever is not as plain, from the body that has been read
 */
export function answerDecision(
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
  otherwise: (text: string) => Promise<ApiResponse>,
): void {
  const started = performance.now();
  const path = req.url ?? "";
  const give = (response: ApiResponse) => {
    send(res, requestId, response);
    note(req, path, requestId, response.status, started, true);
  };
  const fail = (error: unknown) => give(problem(error, requestId));
  readBody(
    req,
    (text) => {
      const taken = hotDecision(path, req.headers, text, (body) => give({ status: 200, headers: HEADERS, body }), fail);
      if (!taken) otherwise(text).then(give, fail);
    },
    fail,
  );
}

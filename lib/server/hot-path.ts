import type { IncomingMessage, ServerResponse } from "node:http";
import { hotDecision } from "@/lib/border/hot";
import { problem } from "@/lib/border/problem";
import type { ApiResponse } from "@/lib/border/route";
import { note, readBody, send } from "./exchange";

/** What is asked thousands of times a second. */
export const HOT_PATH = "/api/v1/decisions";
const HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

/**
 * Answers a request for one decision by the shortest way.
 * @param otherwise gives the answer to whatever is not as plain, from the body that has been read
 */
export function answerDecision(
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
  otherwise: (text: string) => Promise<ApiResponse>,
): void {
  const started = performance.now();
  const give = (response: ApiResponse) => {
    send(res, requestId, response);
    note(req, HOT_PATH, requestId, response.status, started, true);
  };
  const fail = (error: unknown) => give(problem(error, requestId));
  readBody(
    req,
    (text) => {
      const asked = hotDecision(req.headers, text);
      if (asked) asked.then((body) => give({ status: 200, headers: HEADERS, body }), fail);
      else otherwise(text).then(give, fail);
    },
    fail,
  );
}

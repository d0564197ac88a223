import "server-only";
import { SuretyError } from "@/lib/domain/errors";
import { api } from "./api";
import { MAX_BODY } from "./body";
import { takesStream } from "./find-route";
import { problem } from "./problem";
import { requestIdOf } from "./request-id";
import type { ApiResponse } from "./route";
import { handle } from "./router";

/** One call of the API through Next's own request and response. */
export async function answerRequest(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const requestId = requestIdOf(request.headers.get("x-request-id"));
  let response: ApiResponse;
  try {
    const stream =
      request.body && takesStream(api, request.method, url.pathname, request.headers.get("content-type") ?? undefined)
        ? (request.body as unknown as AsyncIterable<Uint8Array>)
        : undefined;
    const body = request.body === null || stream ? "" : await readBody(request.body);
    response = await handle(api, {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      header: (name) => request.headers.get(name) ?? undefined,
      body,
      stream,
      requestId,
      address: "",
    });
  } catch (error) {
    response = problem(error, requestId);
  }
  const headers = { ...response.headers, "x-request-id": requestId };
  // A 204 or 304 takes no body, not even an empty one.
  if (response.parts) return new Response(streamOf(response.parts), { status: response.status, headers });
  return new Response((response.bytes as BodyInit | undefined) ?? (response.body || null), {
    status: response.status,
    headers,
  });
}

const streamOf = (parts: AsyncIterable<string>): ReadableStream<Uint8Array> => {
  const left = parts[Symbol.asyncIterator]();
  const utf8 = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await left.next();
      if (done) controller.close();
      else controller.enqueue(utf8.encode(value));
    },
    cancel: async () => void (await left.return?.()),
  });
};

async function readBody(stream: ReadableStream<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MAX_BODY) throw new SuretyError("too_large", `A body has at most ${MAX_BODY} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

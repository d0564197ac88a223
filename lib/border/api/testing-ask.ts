import { expect } from "vitest";
import { handle } from "../router";
import { api } from ".";

export interface Asked {
  key?: string;
  headers?: Record<string, string>;
  json?: unknown;
  /** In place of `json`: the body as it stands. */
  text?: string;
}

/** One request to the API without a server, and its answer, held against what the OpenAPI document says. @param path with its query */
export async function askApi(method: string, path: string, { key, headers = {}, json, text }: Asked = {}) {
  const [pathname = "", query = ""] = path.split("?");
  const all: Record<string, string> = { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers };
  const response = await handle(api, {
    method,
    path: pathname,
    query: new URLSearchParams(query),
    header: (name) => all[name],
    body: text ?? (json === undefined ? "" : JSON.stringify(json)),
    requestId: "req_1",
    address: "::1",
  });
  const isJson = response.body !== "" && response.headers["content-type"]?.includes("json");
  const answered = isJson ? JSON.parse(response.body) : undefined;
  // A replay leaves out what is shown only once.
  if (isJson && response.status < 300 && !response.headers["idempotent-replayed"]) declared(method, pathname, answered);
  return { ...response, json: answered };
}

/** Whatever is answered is what the OpenAPI document says: nothing undeclared, nothing missing. */
function declared(method: string, path: string, body: unknown): void {
  const found = api.find(method, path);
  if (!found || "allow" in found) throw new Error(`no route ${method} ${path}`);
  expect(found.route.response?.parse(body), `${method} ${path}`).toEqual(body);
}

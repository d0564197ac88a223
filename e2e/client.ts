import type { Quickstart } from "./harness";

export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  body: any;
}

/** The HTTP API with one key, from outside. */
export class Client {
  constructor(
    readonly url: string,
    readonly key: string | null,
  ) {}

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const raw = typeof body === "string";
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.key ? { authorization: `Bearer ${this.key}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") && text !== "";
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : text };
  }

  get = (path: string, headers?: Record<string, string>) => this.send("GET", path, undefined, headers);
  post = (path: string, body?: unknown, headers?: Record<string, string>) =>
    this.send("POST", path, body ?? {}, headers);
  put = (path: string, body: unknown, headers?: Record<string, string>) => this.send("PUT", path, body, headers);
  patch = (path: string, body: unknown) => this.send("PATCH", path, body);

  /** The body of an answer that must have this status; the answer's own words otherwise. */
  async must(status: number, answer: Promise<ApiAnswer>) {
    const { status: got, body, text } = await answer;
    if (got !== status) throw new Error(`expected ${status}, got ${got}: ${text}`);
    return body;
  }
}

/** One client per member of an organisation, and its service key. */
export function clientsOf({ url, members, keys }: Quickstart) {
  const of = (role: string, nth = 0) => {
    const member = members.filter((m) => m.role === role)[nth];
    if (!member) throw new Error(`no ${role} in quickstart.json`);
    return new Client(url, member.key);
  };
  return {
    service: new Client(url, keys.service),
    owner: of("owner"),
    author: of("author"),
    approver: of("approver"),
    approver2: of("approver", 1),
    operator: of("operator"),
    auditor: of("auditor"),
    nobody: new Client(url, null),
  };
}
export type Clients = ReturnType<typeof clientsOf>;

/** Writes, submits, approves and publishes a pact as its people would. Returns the published version. */
export async function publishPact(clients: Clients, document: { pact: string; [key: string]: unknown }) {
  const { author, approver } = clients;
  const path = `/api/v1/pacts/${document.pact}`;
  const { hash } = await author.must(200, author.put(path, document));
  await author.must(200, author.post(`${path}/submit`, { hash }));
  await approver.must(200, approver.post(`${path}/approve`, { hash }));
  return author.must(200, author.post(`${path}/publish`, { hash }));
}

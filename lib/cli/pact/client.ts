import { type PactArgs, Trouble } from "./args";

export interface Answer {
  status: number;
  text: string;
  /** The body as JSON; null where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: another program's answer, read field by field
  json: any;
}

export interface Client {
  send(
    method: "GET" | "PUT" | "POST",
    path: string,
    options?: { body?: string; type?: string; accept?: string },
  ): Promise<Answer>;
}

const PATIENCE_MS = 60_000;

/** Speaks to the server that SURETY_URL or --url names, with SURETY_KEY or --key. @throws Trouble where either is missing */
export function clientOf({ url, key }: PactArgs): Client {
  if (!url) throw new Trouble("say where Surety answers: SURETY_URL or --url, such as http://localhost:3000");
  if (!URL.canParse(url)) throw new Trouble(`${url} is no address; write it as http://localhost:3000`);
  if (!key) throw new Trouble("a key is needed: SURETY_KEY or --key (a service key with scope author, or your own)");
  const base = url.replace(/\/+$/, "");
  return {
    async send(method, path, { body, type = "application/json", accept = "application/json" } = {}) {
      const headers = {
        authorization: `Bearer ${key}`,
        accept,
        ...(body === undefined ? {} : { "content-type": type }),
      };
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(`${base}${path}`, { method, headers, body, signal }).catch((error: Error) => {
        const cause = (error.cause as Error | undefined)?.message ?? error.message;
        throw new Trouble(`${base} does not answer: ${cause}`);
      });
      const text = await response.text();
      return { status: response.status, text, json: readJson(text) };
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An answer that is no success and no finding: as a sentence. */
export function refusal({ status, json }: Answer, doing: string): Trouble {
  const said = typeof json?.detail === "string" ? json.detail : `the server answered ${status}`;
  return new Trouble(`${doing}: ${said}${json?.requestId ? ` (request ${json.requestId})` : ""}`);
}

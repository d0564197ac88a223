import http from "node:http";
import https from "node:https";
import { useAgent } from "request-filtering-agent";

/**
 * Connections to addresses that somebody named. The address that a name leads to is looked at when the connection is made,
 * so that no name leads into our own network, unless private networks are allowed.
 */
export function outboundTo(url: string, allowsPrivate: boolean) {
  // biome-ignore lint/correctness/useHookAtTopLevel: the library's name for what gives an agent of connections
  const agent = useAgent(url, { allowPrivateIPAddress: allowsPrivate, allowMetaIPAddress: allowsPrivate });
  return { agent, request: url.startsWith("https:") ? https.request : http.request };
}

/** Whether this installation serves its own house only: it says so, or answers on this machine alone. @param own its address */
export function isOwnHouse(own: string): boolean {
  return process.env.SURETY_PRIVATE_WEBHOOKS === "1" || /^(localhost|127\..*|\[::1\])$/.test(new URL(own).hostname);
}

/**
 * Posts a text and reads the answer; redirects are not followed.
 * @param patience ms @param longest characters of the answer that are read
 * @throws Error where nobody answers in time, or the address is not allowed
 */
export function postText(
  url: string,
  body: string,
  { allowsPrivate, patience, longest }: { allowsPrivate: boolean; patience: number; longest: number },
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { agent, request } = outboundTo(url, allowsPrivate);
    const headers = { "content-type": "text/plain; charset=utf-8", "content-length": Buffer.byteLength(body) };
    const signal = AbortSignal.timeout(patience);
    const asked = request(url, { method: "POST", headers, agent, signal }, (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        answer += part;
        if (answer.length > longest) response.destroy(new Error("it answered at length"));
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: answer }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

import { Webhook } from "standardwebhooks";
import { outboundTo } from "./outbound";

/** One message on its way to somebody's webhook. */
export interface WebhookMessage {
  url: string;
  /**
   * `whsec_…`; several while one takes the place of another: each makes a signature, and any of them will do. None: unsigned,
   * for receivers whose address is the secret.
   */
  secrets: readonly string[];
  /** The same at every attempt: the receiver knows a repetition by it. */
  id: string;
  /** ms */
  at: number;
  /** Sent as JSON. */
  body: unknown;
  /** Media type; default application/json. */
  type?: string;
}

/** What came of an attempt; `ok` is a status from 200 to 299. Nothing that was answered is kept: it may be anything. */
export type Delivered = { ok: true; status: number } | { ok: false; problem: string; status?: number };

const PATIENCE_MS = 10_000;

/** Whether webhooks may lie in private networks: for installations that serve their own house only. */
const allowsPrivate = () => process.env.SURETY_PRIVATE_WEBHOOKS === "1";

/**
 * Sends one message, signed as Standard Webhooks asks (HMAC-SHA256 over id, time and body), never into our own network;
 * redirects are not followed.
 */
export function sendWebhook({ url, secrets, id, at, body, type }: WebhookMessage): Promise<Delivered> {
  const payload = JSON.stringify(body);
  const time = new Date(at);
  const signature = secrets.map((secret) => new Webhook(secret).sign(id, time, payload)).join(" ");
  const signed = { "webhook-timestamp": String(Math.floor(at / 1000)), "webhook-signature": signature };
  const headers = {
    "content-type": type ?? "application/json",
    "content-length": Buffer.byteLength(payload),
    "user-agent": "surety",
    "webhook-id": id,
    ...(secrets.length > 0 ? signed : {}),
  };
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve({ ok: false, problem: error.message.slice(0, 300) });
    try {
      const { agent, request } = outboundTo(url, allowsPrivate());
      const asked = request(url, { method: "POST", headers, agent, timeout: PATIENCE_MS }, (response) => {
        const status = response.statusCode ?? 0;
        response.destroy();
        if (status >= 200 && status < 300) resolve({ ok: true, status });
        else resolve({ ok: false, problem: `it answered ${status}`, status });
      });
      asked.on("timeout", () => asked.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
      asked.on("error", fail);
      asked.end(payload);
    } catch (error) {
      fail(error as Error);
    }
  });
}

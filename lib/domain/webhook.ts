/** What subscribers are told of, how a message looks, and when it is tried again. */

/** Sent on request only, to whichever webhook is asked about. */
export const PING = "webhook.ping";

export const FORMATS = ["standard", "cloudevents"] as const;
export type WebhookFormat = (typeof FORMATS)[number];

export const DELIVERY_STATES = ["waiting", "delivered", "dead"] as const;

/** How long the former secret signs beside the new one, ms. */
export const OVERLAP_MS = 24 * 3_600_000;

/** Whether a webhook that asked for `events` is told of this kind. */
export const concerns = (events: readonly string[], kind: string): boolean =>
  events.includes("*") || events.includes(kind);

/** An event as it is sent. */
export interface Told {
  /** The event's own id: the same in every message about it. */
  id: string;
  kind: string;
  subject: string;
  payload: unknown;
  /** ms */
  at: number;
}

/**
 * The body of a message and its media type.
 * @param source who tells: this installation's address
 */
export function envelope(format: WebhookFormat, event: Told, source: string): { type: string; body: object } {
  const { id, kind, subject, payload: data } = event;
  const time = new Date(event.at).toISOString();
  if (format === "standard")
    return { type: "application/json", body: { id, type: kind, timestamp: time, subject, data } };
  const datacontenttype = "application/json";
  return {
    type: "application/cloudevents+json",
    body: { specversion: "1.0", id, source, type: kind, subject, time, datacontenttype, data },
  };
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;
const TRIED_FOR_MS = 3 * 24 * 3_600_000;

/**
 * When a message that failed is tried again, ms: after 5 s, then four times as long each time, an hour at most; a last time at
 * the end of three days. null: it is over.
 * @param attempts made so far, at least 1
 * @param since what the three days are counted from, ms
 */
export function nextAttempt(attempts: number, since: number, now: number): number | null {
  const end = since + TRIED_FOR_MS;
  if (now >= end) return null;
  return Math.min(now + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** (attempts - 1)), end);
}

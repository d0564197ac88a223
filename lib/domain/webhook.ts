/** How a message to a subscriber looks, and when it is tried again. */
import { eventWords } from "./event-words.ts";
import { subjectHref } from "./subject-page.ts";

/** Sent on request only, to whichever webhook is asked about. */
export const PING = "webhook.ping";

/** `slack`: an incoming webhook of Slack, or of what takes the same; its address opens a channel, so it is a secret. */
export const FORMATS = ["standard", "cloudevents", "slack"] as const;
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

/** An address as it is shown: of a secret one only where it leads. */
export const shownUrl = (format: string, url: string): string =>
  format === "slack" ? `${new URL(url).origin}/…` : url;

/**
 * The body of a message and its media type.
 * @param source who tells: this installation's address
 * @param console where people find the console
 */
export function envelope(
  format: WebhookFormat,
  event: Told,
  source: string,
  console: string,
): { type: string; body: object } {
  const { id, kind, subject, payload: data } = event;
  const time = new Date(event.at).toISOString();
  if (format === "slack") return { type: "application/json", body: slackMessage(event, console) };
  if (format === "standard")
    return { type: "application/json", body: { id, type: kind, timestamp: time, subject, data } };
  const datacontenttype = "application/json";
  return {
    type: "application/cloudevents+json",
    body: { specversion: "1.0", id, source, type: kind, subject, time, datacontenttype, data },
  };
}

/** A line with a link to its page, and what it is of; nothing in it is read as a mention or as another link. */
function slackMessage({ kind, subject, payload }: Told, console: string): object {
  const line = kind === PING ? "Surety can reach this channel" : eventWords(kind, payload);
  const plain = line.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? c);
  // A bar would end the link's address, not its words; quotes and slashes are harmless in both.
  const linked = `<${console}${subjectHref(subject) ?? "/"}|${plain.replaceAll("|", "¦")}>`;
  const context = { type: "mrkdwn", text: `\`${kind}\`` };
  const shown = { type: "mrkdwn", text: linked };
  return {
    text: plain,
    blocks: [
      { type: "section", text: shown },
      { type: "context", elements: [context] },
    ],
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

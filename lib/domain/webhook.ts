/** What subscribers are told of, how a message looks, and when it is tried again. */

/** Every kind of event, with what happened: the catalogue of the reference. */
export const EVENT_KINDS = {
  "agent.changed": "An agent's record changed in a way that decisions feel, such as another release",
  "clause.expiring": "The evidence of a clause has used four fifths of its window",
  "clause.failed": "A clause failed repeatedly",
  "clause.method_changed": "A clause is measured by another method version",
  "clause.recertified": "Somebody said that a clause is still right",
  "clause.recertify_due": "A clause is due, or overdue, for review",
  "clause.restored": "What was latched on a clause was lifted",
  "clause.stale": "The evidence of a clause became stale",
  "drift.alarmed": "A stage of a clause's answers to drift was reached",
  "drift.cleared": "A suspected drift was cleared",
  "drift.subsided": "The suspicion of drift subsided",
  "drift.suspected": "Drift of a clause is suspected",
  "drift.verified": "Drift of a clause was verified",
  "evidence.unanswered": "A question for evidence went unanswered",
  "grant.denied": "A request for more authority was denied",
  "grant.kept": "An agent's authority was set to what it was",
  "grant.lowered": "An agent's authority was lowered",
  "grant.raised": "An agent's authority was raised",
  "grant.requested": "More authority was asked for",
  "incident.opened": "An incident was opened",
  "incident.resolved": "An incident was resolved",
  "metric.breached": "A metric passed its threshold",
  "metric.lifted": "What a breached metric did was lifted",
  "metric.recovered": "A metric is within its threshold again",
  "metric.review_due": "A metric is due for review",
  "metric.review_missed": "Nobody reviewed a metric in time",
  "observation.ungoverned": "An agent was seen to act without a permit",
  "override.amended": "The request for an override was changed",
  "override.approved": "An override has its approvals and stands",
  "override.broke_glass": "Somebody broke the glass",
  "override.denied": "An override was denied",
  "override.ratified": "A break-glass was ratified",
  "override.requested": "An override was asked for",
  "override.revoked": "An override was revoked",
  "override.unratified": "Nobody ratified a break-glass in time",
  "override.withdrawn": "The request for an override was withdrawn",
  "pact.approved": "A pact version was approved",
  "pact.commented": "Somebody commented on a pact",
  "pact.published": "A pact version is in force",
  "pact.submitted": "A pact version was submitted for approval",
  "review.claimed": "Somebody took up a held decision",
  "review.escalated": "A held decision was handed on",
  "review.released": "Somebody gave a held decision back",
  "review.settled": "A held decision was approved or denied",
  "run.ended": "A run ended, and what it had asked for with it",
} as const satisfies Record<string, string>;

export type EventKind = keyof typeof EVENT_KINDS;

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

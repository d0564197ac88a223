import type { Logger } from "pino";
import type { Units } from "@/lib/db/client";
import {
  type DeliveryRow,
  dueDeliveries,
  dueWebhooks,
  holdForNode,
  noteAttempt,
  release,
  type WebhookName,
  type WebhookRow,
} from "@/lib/db/webhook-work";
import type { Clock, Ids } from "@/lib/domain/identity";
import { envelope, nextAttempt, PING, type WebhookFormat } from "@/lib/domain/webhook";
import { consoleUrl } from "./console-url";
import type { Lane, Look } from "./lanes";
import { sendWebhook } from "./webhook-sender";

export interface DeliveryParts {
  db: Units;
  clock: Clock;
  ids: Ids;
  node: string;
  log: Logger;
  /** This installation's address: who tells. */
  url: string;
}

/** Webhooks taken up at a look, and messages that are on their way to one at once. */
const MOST = 100;
const AT_ONCE = 8;
/** Longer than an attempt may take (webhook-sender.ts); after it another node takes over from one that died, ms. */
const HELD_MS = 60_000;

/**
 * Events to webhooks: at least once, in the order of commits within a subject. Each webhook goes its own way, held by one node
 * at a time.
 */
export function webhookLanes(parts: DeliveryParts): Look {
  const { db, clock } = parts;
  const lane = (name: WebhookName): Lane => ({
    key: `webhook ${name.organisationId} ${name.id}`,
    serve: (stopped) => deliver(parts, name, stopped),
  });
  return async () => (await dueWebhooks(db, clock.now(), MOST)).map(lane);
}

async function deliver(parts: DeliveryParts, name: WebhookName, stopped: () => boolean): Promise<void> {
  const { db, clock, ids, node } = parts;
  for (let more = true; more && !stopped(); ) {
    const now = clock.now();
    if (!(await holdForNode(db, name, node, now, now + HELD_MS))) return;
    const found = await dueDeliveries(db, name, now, (prefix) => ids.next(prefix), AT_ONCE);
    if (!found) break;
    await Promise.all(found.due.map((row) => attempt(parts, found.webhook, row)));
    more = found.more || found.due.length > 0;
  }
  await release(db, name, node);
}

async function attempt({ db, clock, log, url }: DeliveryParts, webhook: WebhookRow, row: DeliveryRow): Promise<void> {
  const at = clock.now();
  const { id, organisationId, event, kind, subject, payload } = row;
  const told = { id: event, kind, subject, payload, at: row.at.getTime() };
  const { type, body } = envelope(webhook.format as WebhookFormat, told, url, consoleUrl(url));
  const came = await sendWebhook({ url: webhook.url, secrets: secretsOf(webhook, at), id: event, at, body, type });
  const over = { at, nextAt: at };
  if (came.ok) return noteAttempt(db, row, { ...over, state: "delivered", status: came.status, problem: null });
  const { problem, status = null } = came;
  const next = kind === PING ? null : nextAttempt(row.attempts + 1, row.since.getTime(), at);
  const state = next === null ? "dead" : "waiting";
  if (next === null) log.warn({ organisation: organisationId, delivery: id, problem }, "a webhook was not delivered");
  return noteAttempt(db, row, { at, nextAt: next ?? at, state, status, problem });
}

function secretsOf({ format, secret, formerSecret, formerUntil }: WebhookRow, now: number): string[] {
  if (format === "slack") return [];
  const former = formerSecret !== null && formerUntil !== null && formerUntil.getTime() > now;
  return former ? [secret, formerSecret] : [secret];
}

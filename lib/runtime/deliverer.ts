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
import { sendWebhook } from "./webhook-sender";

/**
 * Delivers events to webhooks: at least once, in the order of commits within a subject. Each webhook goes its own way, held by
 * one node at a time, so that a receiver that is slow or dead delays nobody else.
 */
export interface Deliverer {
  /** Delivers everything that is due and not held elsewhere, until nothing is. */
  round(): Promise<void>;
  start(): void;
  /** Something may be due. */
  wake(): void;
  stop(): Promise<void>;
}

interface Parts {
  db: Units;
  clock: Clock;
  ids: Ids;
  node: string;
  log: Logger;
  /** This installation's address: who tells. */
  url: string;
  /** ms between looks, where nobody wakes */
  every?: number;
}

/** Webhooks taken up at a look, and messages that are on their way to one at once. */
const MOST = 100;
const AT_ONCE = 8;
/** Longer than an attempt may take (webhook-sender.ts); after it another node takes over from one that died, ms. */
const HELD_MS = 60_000;

export function createDeliverer({ db, clock, ids, node, log, url, every = 1_000 }: Parts): Deliverer {
  const lanes = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let looking: Promise<void> | undefined;
  let again = false;

  const deliver = async (name: WebhookName): Promise<void> => {
    for (let more = true; more && !stopped; ) {
      const now = clock.now();
      if (!(await holdForNode(db, name, node, now, now + HELD_MS))) return;
      const found = await dueDeliveries(db, name, now, (prefix) => ids.next(prefix), AT_ONCE);
      if (!found) break;
      await Promise.all(found.due.map((row) => attempt(found.webhook, row)));
      more = found.more || found.due.length > 0;
    }
    await release(db, name, node);
  };
  const attempt = async (webhook: WebhookRow, row: DeliveryRow): Promise<void> => {
    const at = clock.now();
    const { id, organisationId, event, kind, subject, payload } = row;
    const told = { id: event, kind, subject, payload, at: row.at.getTime() };
    const { type, body } = envelope(webhook.format as WebhookFormat, told, url);
    const came = await sendWebhook({ url: webhook.url, secrets: secretsOf(webhook, at), id: event, at, body, type });
    const over = { at, nextAt: at };
    if (came.ok) return noteAttempt(db, row, { ...over, state: "delivered", status: came.status, problem: null });
    const { problem, status = null } = came;
    const next = kind === PING ? null : nextAttempt(row.attempts + 1, row.since.getTime(), at);
    const state = next === null ? "dead" : "waiting";
    if (next === null) log.warn({ organisation: organisationId, delivery: id, problem }, "a webhook was not delivered");
    return noteAttempt(db, row, { at, nextAt: next ?? at, state, status, problem });
  };
  /** Takes up what is due; does not wait for it. */
  const look = async (): Promise<void> => {
    for (const name of await dueWebhooks(db, clock.now(), MOST)) {
      const key = `${name.organisationId} ${name.id}`;
      if (stopped || lanes.has(key)) continue;
      const lane = deliver(name)
        .catch((error: unknown) => log.warn({ err: error }, "a webhook could not be served; it is tried again"))
        .finally(() => lanes.delete(key));
      lanes.set(key, lane);
    }
  };
  const lookAgain = async (): Promise<void> => {
    clearTimeout(timer);
    try {
      do {
        again = false;
        await look();
      } while (again && !stopped);
    } catch (error) {
      log.warn({ err: error }, "webhooks could not be looked after");
    }
    looking = undefined;
    if (!stopped) timer = setTimeout(tick, every).unref();
  };
  const tick = (): void => {
    again = true;
    looking ??= lookAgain();
  };
  return {
    async round() {
      await look();
      await Promise.all(lanes.values());
    },
    start() {
      timer = setTimeout(tick, every).unref();
    },
    wake() {
      if (timer && !stopped) tick();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(lanes.values());
    },
  };
}

function secretsOf({ secret, formerSecret, formerUntil }: WebhookRow, now: number): string[] {
  const former = formerSecret !== null && formerUntil !== null && formerUntil.getTime() > now;
  return former ? [secret, formerSecret] : [secret];
}

import type { Logger } from "pino";
import type { Units } from "@/lib/db/client";
import { type OutboxEvent, outboxAfter, outboxHead } from "@/lib/db/outbox";
import type { Snapshots } from "./snapshots";

/** `cursor`: everything up to this place has been told; the next connection can go on from it. */
export type LiveMessage =
  | { kind: "revision"; revision: number; cursor: bigint }
  | { kind: "event"; event: OutboxEvent; cursor: bigint };

type Follower = (message: LiveMessage) => void;

/** Tells followers of an organisation what changed: one reader of the outbox for all of them, woken, never polling. */
export interface Live {
  /**
   * Tells `follower` the revision, then the events after `after` (null: none of the past), then all that comes, in order.
   * @returns how to stop
   */
  follow(organisationId: string, follower: Follower, after: bigint | null): Promise<() => void>;
  /** The revision and the events after `after`, once; at most 500. */
  missed(organisationId: string, after: bigint | null): Promise<LiveMessage[]>;
  /** There may be new events. */
  wake(organisationId: string): void;
  /** Looks for events whose wake-up was lost. */
  heal(): void;
}

interface Channel {
  followers: Set<Follower>;
  /** Followers have been told everything up to here. */
  last: bigint;
  reading: boolean;
  again: boolean;
}

interface Parts {
  db: Units;
  snapshots: Pick<Snapshots, "get" | "onSwap">;
  log: Logger;
}

const PAGE = 500;

export function createLive({ db, snapshots, log }: Parts): Live {
  const channels = new Map<string, Channel>();
  const read = (organisationId: string, after: bigint) =>
    db.organisation(organisationId, (tx) => outboxAfter(tx, organisationId, after, PAGE));
  const head = (organisationId: string) => db.organisation(organisationId, (tx) => outboxHead(tx, organisationId));

  const tell = ({ followers }: Channel, message: LiveMessage): void => {
    for (const follower of [...followers]) follower(message);
  };

  const pump = async (organisationId: string, channel: Channel): Promise<void> => {
    channel.reading = true;
    try {
      for (let full = false; channel.followers.size > 0 && (full || channel.again); ) {
        channel.again = false;
        const events = await read(organisationId, channel.last);
        for (const event of events) {
          channel.last = event.seq;
          tell(channel, { kind: "event", event, cursor: event.seq });
        }
        full = events.length === PAGE;
      }
    } catch (error) {
      log.warn({ err: error }, "events could not be read; they are told at the next wake-up");
    } finally {
      // In the same turn as the last look at `again`: a wake-up is never lost in between.
      channel.reading = false;
    }
  };

  const wake = (organisationId: string): void => {
    const channel = channels.get(organisationId);
    if (!channel || channel.followers.size === 0) return;
    channel.again = true;
    if (!channel.reading) void pump(organisationId, channel);
  };

  /** The channel, level with the outbox: nobody kept it so while it had no followers. */
  const level = async (organisationId: string): Promise<Channel> => {
    const channel = channels.get(organisationId) ?? { followers: new Set(), last: 0n, reading: false, again: false };
    channels.set(organisationId, channel);
    if (channel.followers.size > 0) return channel;
    const newest = await head(organisationId);
    if (channel.followers.size === 0 && newest > channel.last) channel.last = newest;
    return channel;
  };

  snapshots.onSwap((organisationId, revision) => {
    const channel = channels.get(organisationId);
    if (!channel || channel.followers.size === 0) return;
    tell(channel, { kind: "revision", revision, cursor: channel.last });
    wake(organisationId);
  });

  return {
    async follow(organisationId, follower, after) {
      const { revision } = await snapshots.get(organisationId);
      const channel = await level(organisationId);
      let cursor = after === null || after > channel.last ? channel.last : after;
      const told: Follower = (message) => {
        if (message.kind === "event" && message.cursor <= cursor) return;
        if (message.cursor > cursor) cursor = message.cursor;
        follower({ ...message, cursor });
      };
      told({ kind: "revision", revision, cursor });
      while (cursor < channel.last) {
        const events = await read(organisationId, cursor);
        for (const event of events) told({ kind: "event", event, cursor: event.seq });
        if (events.length === 0) cursor = channel.last;
      }
      // No await between the comparison above and this: nothing falls in between.
      channel.followers.add(told);
      const now = await snapshots.get(organisationId);
      if (now.revision > revision) told({ kind: "revision", revision: now.revision, cursor });
      wake(organisationId);
      return () => void channel.followers.delete(told);
    },
    async missed(organisationId, after) {
      const [{ revision }, newest] = await Promise.all([snapshots.get(organisationId), head(organisationId)]);
      const from = after === null || after > newest ? newest : after;
      const events = from < newest ? await read(organisationId, from) : [];
      return [
        { kind: "revision", revision, cursor: from },
        ...events.map((event): LiveMessage => ({ kind: "event", event, cursor: event.seq })),
      ];
    },
    wake,
    heal() {
      for (const organisationId of channels.keys()) wake(organisationId);
    },
  };
}

import type { Logger } from "pino";
import type { Units } from "@/lib/db/client";
import { acknowledge, beat, leave } from "@/lib/db/nodes";
import type { Clock } from "@/lib/domain/identity";
import type { Snapshots } from "./snapshots";

/** This node among the nodes: it registers, beats, and acknowledges revisions as it starts to decide on them. */
export interface NodeRegistry {
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Parts {
  db: Units;
  clock: Clock;
  node: string;
  version: string;
  snapshots: Snapshots;
  log: Logger;
}

const BEAT_MS = 5_000;

export function createRegistry({ db, clock, node, version, snapshots, log }: Parts): NodeRegistry {
  const pending = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;
  let startedAt = 0;

  const write = async (): Promise<void> => {
    while (pending.size) {
      const batch = new Map(pending);
      pending.clear();
      await acknowledge(db, node, batch, clock.now());
    }
  };
  const acknowledgeSoon = () => {
    writing ??= write()
      .catch((error: unknown) => log.warn({ err: error }, "could not acknowledge revisions; the next change does"))
      .finally(() => {
        writing = null;
      });
  };
  snapshots.onSwap((organisationId, revision) => {
    pending.set(organisationId, revision);
    if (startedAt) acknowledgeSoon();
  });
  const tick = () => {
    beat(db, { id: node, startedAt, version }, clock.now()).catch((error: unknown) =>
      log.warn({ err: error }, "could not beat"),
    );
  };
  return {
    async start() {
      startedAt = clock.now();
      await beat(db, { id: node, startedAt, version }, startedAt);
      timer = setInterval(tick, BEAT_MS).unref();
      acknowledgeSoon();
    },
    async stop() {
      clearInterval(timer);
      await writing;
      await leave(db, node, clock.now());
    },
  };
}

import { hostname } from "node:os";
import type { Logger } from "pino";
import type { Units } from "@/lib/db/client";
import { acknowledge, beat, buryDead, leave } from "@/lib/db/nodes";
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
  /** Decisions answered so far, by how long they took. */
  decided(): readonly number[];
}

const BEAT_MS = 5_000;

export function createRegistry({ db, clock, node, version, snapshots, log, decided }: Parts): NodeRegistry {
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
  const row = () => ({ id: node, startedAt, version, host: hostname(), pid: process.pid, decided: decided() });
  const tick = () => {
    beat(db, row(), clock.now()).catch((error: unknown) => log.warn({ err: error }, "could not beat"));
  };
  return {
    async start() {
      startedAt = clock.now();
      await buryDead(db, hostname(), lives);
      await beat(db, row(), startedAt);
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

/** Whether a process of this machine is there; one of another user's is. */
function lives(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

import type { Logger } from "pino";
import type { Database } from "@/lib/db/database";
import { isOfAbsence } from "@/lib/db/probe";
import type { DecisionRecord } from "@/lib/db/segment";
import type { Spool } from "@/lib/db/spool";
import type { Clock, Ids } from "@/lib/domain/identity";
import { type AwayAnswers, createAwayAnswers } from "./away-answers";
import type { Sequencer } from "./sequencer";
import type { Snapshots } from "./snapshots";

/** A commit that failed, with the decisions that it may have stored after all. */
export class Unrecorded extends Error {
  constructor(
    readonly records: DecisionRecord[][],
    cause: unknown,
  ) {
    super("a commit failed", { cause });
  }
}

/** What this process does while the database is away (ARCHITECTURE.md 3): answers by risk, on disk, until it is back. */
export interface Away extends AwayAnswers {
  /** ms since when the database is away; null: it is there. */
  since(): number | null;
  /** Whether this failure means that the database is away: asked of the database itself before it is believed. */
  suspect(error: unknown): Promise<boolean>;
  /** While what was answered is handed over, decisions wait for it: so they are stored in the order of their ids. */
  turn(): Promise<void>;
  /** Hands over what a process that died left on disk. */
  recover(): Promise<void>;
  /** Looks whether the database is back, and if so hands over and takes decisions there again. */
  look(): Promise<void>;
  /** Called when the database goes away (with the instant, ms) and when it is back (null). */
  onTurn(listener: (since: number | null) => void): void;
  stop(): Promise<void>;
}

interface Parts {
  db: Pick<Database, "probe" | "readBack">;
  clock: Clock;
  ids: Ids;
  node: string;
  snapshots: Pick<Snapshots, "peek" | "verifiedAt" | "loaded" | "reload">;
  sequencer: Pick<Sequencer, "wake">;
  spool: Spool;
  log: Logger;
  /** ms between looks whether the database is back; 0: only when told to. */
  every?: number;
}

/** More than so many bytes are handed over beside the decisions, before those wait for the rest. */
const BESIDE = 1_000_000;

export function createAway(parts: Parts): Away {
  const { db, clock, snapshots, sequencer, spool, log, every = 500 } = parts;
  const listeners: ((since: number | null) => void)[] = [];
  let since: number | null = null;
  let asking: Promise<boolean> | null = null;
  let handing: Promise<void> | null = null;
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const turnTo = (instant: number | null): void => {
    since = instant;
    for (const listener of listeners) listener(instant);
  };
  const soon = () => {
    if (every > 0) timer = setTimeout(() => void away.look(), every).unref();
  };
  const ask = async (): Promise<boolean> => {
    try {
      await db.probe();
      return false;
    } catch (error) {
      log.error({ err: error }, "the database is away: decisions are answered from the last known good, by risk");
      turnTo(clock.now());
      soon();
      return true;
    }
  };
  const takeBack = async (): Promise<void> => {
    await spool.handOver(async (spooled) => {
      const { organisationId, count } = spooled.batch;
      const became = await db.readBack(spooled);
      log.info({ organisation: organisationId, decisions: count, became }, "decisions answered without the database");
      sequencer.wake(organisationId);
    });
  };
  const comeBack = async (): Promise<void> => {
    await db.probe();
    for (const id of snapshots.loaded()) await snapshots.reload(id);
    for (let before = Infinity; spool.waiting() > BESIDE && spool.waiting() < before; ) {
      before = spool.waiting();
      await takeBack();
    }
    handing = takeBack();
    try {
      await handing;
      turnTo(null);
      log.info("the database is back");
    } finally {
      handing = null;
    }
  };

  const away: Away = {
    since: () => since,
    async suspect(error) {
      if (since !== null) return true;
      if (!isOfAbsence(error)) return false;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    async turn() {
      await handing?.catch(() => {});
    },
    ...createAwayAnswers(parts),
    async recover() {
      await takeBack();
    },
    look() {
      looking ??= comeBack()
        .catch((error: unknown) => {
          log.debug({ err: error }, "the database is still away");
        })
        .finally(() => {
          looking = null;
          clearTimeout(timer);
          if (since !== null) soon();
        });
      return looking;
    },
    onTurn: (listener) => void listeners.push(listener),
    async stop() {
      clearTimeout(timer);
      await looking;
      await spool.close();
    },
  };
  return away;
}

import type { Logger } from "pino";
import type { Sessions } from "@/lib/db/client";
import { sequence, unsequenced } from "@/lib/db/ledger";
import type { Clock, Ids } from "@/lib/domain/identity";
import type { LedgerSigner } from "./ledger-signer";

/** Numbers, seals and signs in the background; see lib/db/ledger.ts. */
export interface Sequencer {
  /** There is something to number; done within a second. */
  wake(organisationId: string): void;
  /** Works until nothing is left to number, seal or sign in this organisation. */
  settle(organisationId: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

interface Parts {
  db: Sessions;
  clock: Clock;
  ids: Ids;
  log: Logger;
  ledgerSigner: LedgerSigner;
  /** ms between rounds; decisions are sealed each second. */
  every?: number;
}

/** Organisations that are worked on at once, each on a connection of its own: a busy one keeps no other waiting. */
const AT_ONCE = 4;

export function createSequencer({ db, clock, ids, log, ledgerSigner, every = 1000 }: Parts): Sequencer {
  const awake = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  let rounds = 0;

  const settle = async (organisationId: string): Promise<void> => {
    while ((await sequence(db, organisationId, clock.now(), ids))?.more);
    await ledgerSigner.sign(organisationId);
  };
  const work = async (): Promise<void> => {
    // Now and then everything is looked at: what a node left that died. At start every head is held against what was signed.
    if (rounds % 30 === 0) for (const id of await unsequenced(db, rounds === 0)) awake.add(id);
    rounds++;
    const due = [...awake];
    awake.clear();
    const failed: unknown[] = [];
    const next = async (): Promise<void> => {
      for (let id = due.shift(); id !== undefined; id = due.shift()) {
        const organisationId = id;
        await settle(organisationId).catch((error: unknown) => {
          awake.add(organisationId);
          failed.push(error);
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    if (failed.length > 0) throw new AggregateError(failed, "some organisations wait for the next round");
  };
  const tick = () => {
    round = work().catch((error: unknown) => {
      log.warn({ err: error }, "sequencing failed; it is tried again");
    });
    void round.then(() => {
      if (timer) timer = setTimeout(tick, every).unref();
    });
  };
  return {
    wake: (organisationId) => void awake.add(organisationId),
    settle,
    start() {
      timer = setTimeout(tick, 0);
    },
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      await round;
    },
  };
}

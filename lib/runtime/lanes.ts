import type { Logger } from "pino";

/** Work that waits, apart from other work: what is slow or fails in one lane delays nobody in another. */
export interface Lane {
  /** A lane that is under way is not begun again. */
  key: string;
  /** Does what is due, until nothing is or `stopped` says so. */
  serve(stopped: () => boolean): Promise<void>;
}

/** Finds lanes with something due. */
export type Look = () => Promise<readonly Lane[]>;

export interface Lanes {
  /** Does everything that is due and not held elsewhere, until nothing is. */
  round(): Promise<void>;
  start(): void;
  /** Something may be due. */
  wake(): void;
  /** Ends, once what is under way is done. */
  stop(): Promise<void>;
}

interface Parts {
  looks: readonly Look[];
  log: Logger;
  /** ms between looks, where nobody wakes */
  every: number;
}

/** Looks for work and keeps each lane going by itself. */
export function createLanes({ looks, log, every }: Parts): Lanes {
  const lanes = new Map<string, Promise<void>>();
  const failing = new Set<Look>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let looking: Promise<void> | undefined;
  let again = false;

  const begin = ({ key, serve }: Lane): void => {
    if (stopped || lanes.has(key)) return;
    const lane = serve(() => stopped)
      .catch((error: unknown) => log.warn({ err: error, lane: key }, "could not be delivered; it is tried again"))
      .finally(() => lanes.delete(key));
    lanes.set(key, lane);
  };
  /** Takes up what is due; does not wait for it. A look that fails keeps no other from it, and is complained of once. */
  const look = async (): Promise<void> => {
    for (const find of looks) {
      try {
        for (const lane of await find()) begin(lane);
        failing.delete(find);
      } catch (error) {
        log[failing.has(find) ? "debug" : "warn"]({ err: error }, "what is due could not be looked after");
        failing.add(find);
      }
    }
  };
  const lookAgain = async (): Promise<void> => {
    clearTimeout(timer);
    do {
      again = false;
      await look();
    } while (again && !stopped);
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

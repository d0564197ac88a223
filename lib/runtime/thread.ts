import { Worker } from "node:worker_threads";

interface Waiting<Result> {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** A program on a thread of its own: it answers each order by one message, in the order they came. */
export interface Thread<Order, Result> {
  /** @throws what ended the thread, where it ended before it answered */
  ask(order: Order): Promise<Result>;
}

/**
 * Starts a thread at its first order, and another after one that ended: an error costs the orders that waited for it.
 * It keeps no process alive.
 * @param program a bundled file
 * @param heapMb the largest heap it may have, MB
 */
export function createThread<Order, Result>(program: string, heapMb: number): Thread<Order, Result> {
  let running: { worker: Worker; waiting: Waiting<Result>[] } | null = null;

  const start = () => {
    const worker = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    const own = { worker, waiting: [] as Waiting<Result>[] };
    const end = (error: unknown) => {
      if (running === own) running = null;
      for (const { reject } of own.waiting.splice(0)) reject(error);
    };
    worker.unref();
    worker.on("message", (result: Result) => own.waiting.shift()?.resolve(result));
    worker.on("error", end);
    worker.on("exit", (code) => end(new Error(`the thread of ${program} ended (${code})`)));
    return own;
  };

  return {
    ask: (order) =>
      new Promise((resolve, reject) => {
        running ??= start();
        running.waiting.push({ resolve, reject });
        running.worker.postMessage(order);
      }),
  };
}

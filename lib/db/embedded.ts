import { ensureDatabase, findRunning, leftover, placeOf, startNew, stopServer, urlOf } from "./embedded-server";
import { countUsers, joinUsers, locked, processMark } from "./embedded-users";

/** A running embedded PostgreSQL. */
export interface Embedded {
  /** Connection string of the database `surety`, password included: never to be logged. */
  url: string;
  /** Process id of the postmaster. */
  pid: number;
  /** True where a server was already running and was taken on. */
  adopted: boolean;
  /** Gives up this use of the server; the last one to do so stops it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** SURETY_HOME: the data lies in `postgres` below it, the password beside it (mode 0600). */
  home: string;
  /** Server settings over ours, such as `fsync: "off"` for a cluster that a test throws away. */
  settings?: Record<string, string>;
  /** A server that dies alone is started again on its port; told of each time, with why where that fails. */
  revived?: (failure: Error | null) => void;
}

const WATCH_MS = 500;

/** Looks again and again whether a server lives. @returns how to stop looking */
function watch(server: { pid: number }, revive: () => Promise<void>): () => Promise<void> {
  let mark = processMark(server.pid);
  let reviving: Promise<void> | null = null;
  const look = () => {
    if (reviving || (mark !== null && processMark(server.pid) === mark)) return;
    reviving = revive().finally(() => {
      mark = processMark(server.pid);
      reviving = null;
    });
  };
  const timer = setInterval(look, WATCH_MS).unref();
  return async () => {
    clearInterval(timer);
    await reviving;
  };
}

/**
 * Starts the PostgreSQL of a home, or takes on the one that still runs there; makes it first where there is none.
 * It runs apart from the terminal's process group, so that Ctrl-C reaches it through `stop` alone, after its clients.
 * Throws with one clear line: the home can't be written, no binaries for this platform, the server's own last words.
 */
export async function startEmbedded({ home, settings, revived }: EmbeddedOptions): Promise<Embedded> {
  const place = placeOf(home);
  return locked(place.lock, async () => {
    const running = await findRunning(place);
    const server = running ?? (await startNew(place, settings));
    await ensureDatabase(place, server.port);
    const leave = joinUsers(place.home);
    const revive = () =>
      locked(place.lock, async () => {
        // Another process that uses it may have been faster.
        const { pid } = (await findRunning(place)) ?? (await startNew(place, settings, server.port));
        server.pid = pid;
      }).then(() => revived?.(null), revived);
    const unwatch = revived ? watch(server, revive) : async () => {};
    const stop = async () => {
      await unwatch();
      await locked(place.lock, async () => {
        if (leave() === 0) await stopServer(place, server.pid);
      });
    };
    let stopping: Promise<void> | undefined;
    return {
      url: urlOf(place, server.port),
      get pid() {
        return server.pid;
      },
      adopted: running !== null,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  });
}

/** Stops the server of a home that nobody alive uses any more (its starter was killed). True if there was one. */
export async function stopAbandoned(home: string): Promise<boolean> {
  const place = placeOf(home);
  return locked(place.lock, async () => {
    const left = leftover(place);
    if (!left || countUsers(place.home) > 0) return false;
    await stopServer(place, left.pid);
    return true;
  });
}

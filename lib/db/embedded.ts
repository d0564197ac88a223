import { ensureDatabase, findRunning, leftover, placeOf, startNew, stopServer, urlOf } from "./embedded-server";
import { countUsers, joinUsers, locked } from "./embedded-users";

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
}

/**
 * Starts the PostgreSQL of a home, or takes on the one that still runs there; makes it first where there is none.
 * It runs apart from the terminal's process group, so that Ctrl-C reaches it through `stop` alone, after its clients.
 * Throws with one clear line: the home can't be written, no binaries for this platform, the server's own last words.
 */
export async function startEmbedded({ home, settings }: EmbeddedOptions): Promise<Embedded> {
  const place = placeOf(home);
  return locked(place.lock, async () => {
    const running = await findRunning(place);
    const server = running ?? (await startNew(place, settings));
    await ensureDatabase(place, server.port);
    const leave = joinUsers(place.home);
    const stop = () =>
      locked(place.lock, async () => {
        if (leave() === 0) await stopServer(place, server.pid);
      });
    let stopping: Promise<void> | undefined;
    return {
      url: urlOf(place, server.port),
      pid: server.pid,
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

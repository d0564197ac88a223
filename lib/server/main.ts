import { createServer, type RequestListener, type Server } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { rotateLedgerKey } from "@/lib/runtime/ledger-signer";
import { createRuntime, startBackground } from "@/lib/runtime/start";
import { LOOKS } from "@/lib/services/looks";
import { SWEEPS } from "@/lib/services/sweeps";
import { ADDRESS_FILE, createFromCommandLine } from "./create-organisation";
import { createFront } from "./front";
import { authSecret, homeFolder, writePrivate } from "./home";
import { createStreams, type Streams } from "./stream";
import { welcome } from "./welcome";

const VERSION = "0.1.0";
/** The longest that a stream of evidence may take to arrive: half an hour. */
const UPLOAD_MS = 1_800_000;

/** Everything between `npm start` and the last line it prints; see CONTRACT.md 5. */
async function main(): Promise<void> {
  const home = homeFolder();
  const port = Number(process.env.PORT ?? 3000);
  const url = `http://localhost:${port}`;
  process.env.AUTH_SECRET = authSecret(home);
  process.env.AUTH_URL ??= url;
  const embedded = process.env.DATABASE_URL ? null : await startEmbedded({ home, revived: tellRevived });
  const databaseUrl = process.env.DATABASE_URL || embedded?.url || "";
  let leaving = false;
  let started = false;
  const stops: (() => Promise<unknown>)[] = [];
  if (embedded) stops.unshift(() => embedded.stop());
  // Listed first, so that a signal during start-up ends what has been started so far.
  const leave = async (code: number): Promise<void> => {
    if (leaving) return;
    leaving = true;
    for (const stop of stops)
      await stop().catch((error: unknown) => process.stderr.write(`surety: ${(error as Error).message}\n`));
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void leave(0));

  try {
    await migrate(databaseUrl);
    // Beside this file once all are bundled.
    const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
    const programs = {
      simulateProgram: beside("./simulate.mjs"),
      searchProgram: beside("./search.mjs"),
      verifyProgram: beside("./verify.js"),
    };
    const rt = createRuntime({ databaseUrl, url, home, ...programs });
    stops.unshift(() => rt.db.close());
    const quickstart = await welcome({ home, wanted: embedded !== null || process.env.SURETY_DEMO === "1" });
    const stopBackground = await startBackground(rt, VERSION, SWEEPS, LOOKS);
    stops.unshift(stopBackground);
    stops.unshift(() => rt.recorder.drain());

    const console = await prepareConsole(port);
    const streams = createStreams();
    const front = createFront({
      console,
      trustProxy: process.env.SURETY_TRUST_PROXY === "1",
      ready: () => started && !leaving,
      streams,
    });
    const servers = await listen(front, port);
    stops.unshift(() => close(servers, streams));
    started = true;
    writePrivate(join(home, ADDRESS_FILE), `${url}\n`);
    quickstart.print();
    rt.log.info({ url, node: rt.node, home }, "ready");
  } catch (error) {
    process.stderr.write(`surety: ${(error as Error).message}\n`);
    if (process.env.SURETY_LOG === "debug") process.stderr.write(`${(error as Error).stack}\n`);
    await leave(1);
  }
}

/** The embedded database died without us, and was started again. */
function tellRevived(failure: Error | null): void {
  const said = failure ? `could not be started again: ${failure.message}` : "had died and was started again";
  process.stderr.write(`surety: the embedded PostgreSQL ${said}\n`);
}

/** Next, in this process, as the handler of what is not the API's. */
async function prepareConsole(port: number): Promise<RequestListener> {
  const { default: next } = await import("next");
  // Next answers what asks to upgrade (h2c, WebSocket) by silence, on the server it is told of: one that never listens.
  // Ours then answer such requests over HTTP/1.1, as they may.
  const app = next({ dev: false, hostname: "localhost", port, httpServer: createServer() });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (req, res) => void handle(req, res);
}

/** Listens on both loopback names, or where HOST says. */
async function listen(front: RequestListener, port: number): Promise<Server[]> {
  const hosts = process.env.HOST ? [process.env.HOST] : ["127.0.0.1", "::1"];
  const servers: Server[] = [];
  for (const host of hosts) {
    const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: UPLOAD_MS }, front);
    const opened = await new Promise<boolean>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => {
        // A machine without IPv6 has no ::1.
        if (host === "::1" && (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT")) resolve(false);
        else
          reject(
            error.code === "EADDRINUSE"
              ? new Error(`port ${port} is taken: stop what listens there, or set PORT`)
              : error,
          );
      });
      server.listen({ port, host }, () => resolve(true));
    });
    if (opened) servers.push(server);
  }
  return servers;
}

/** Takes no new connection; answers what was asked, and ends what is held open. */
async function close(servers: Server[], streams: Streams): Promise<void> {
  const closing = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  streams.end();
  // A kept-alive connection ends as soon as it has its answer.
  const sweep = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, 50);
  const patience = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, 10_000);
  await Promise.all(closing);
  clearInterval(sweep);
  clearTimeout(patience);
}

const [command, name, flag] = process.argv.slice(2);
if (command === "create-organisation" && name) {
  createFromCommandLine(name, flag === "--json").catch((error: unknown) => {
    process.stderr.write(`surety: ${(error as Error).message}\n`);
    process.exitCode = 1;
  });
} else if (command === "rotate-ledger-key") rotateLedgerKey(homeFolder());
else void main();

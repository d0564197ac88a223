/** What would make a start fail, found before anything is built: each told in one line. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { Plain, root } from "./steps.mjs";

const OLDEST_NODE = [20, 19];

export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [needMajor, needMinor] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Plain(`Node ${OLDEST_NODE.join(".")} or newer is needed; this is ${process.versions.node}`);
}

/** SURETY_HOME holds keys and the data: it must be a folder that we may write. */
export function checkHome() {
  const home = resolve(root, process.env.SURETY_HOME || ".surety");
  try {
    makeFolder(home);
    const probe = join(home, `.writable-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new Plain(`SURETY_HOME ${home} can't be written (${error.code})`);
  }
}

/** Folder by folder: Node's own recursive way never ends below /proc. */
function makeFolder(path) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

export async function checkPort() {
  const given = process.env.PORT ?? "3000";
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65535) throw new Plain(`PORT ${given} is not a port number`);
  for (const host of ["127.0.0.1", "::1"]) {
    const error = await tryListen(port, host);
    if (error === "EADDRINUSE") throw new Plain(`port ${port} is taken: stop what listens there, or set PORT`);
    if (error === "EACCES") throw new Plain(`port ${port} may not be opened by this user: set PORT`);
  }
}

function tryListen(port, host) {
  return new Promise((done) => {
    const probe = createServer().once("error", (error) => done(error.code));
    probe.listen({ port, host }, () => probe.close(() => done(null)));
  });
}

/** Only whether something answers there: name and password are the database's to judge. */
export async function checkDatabase() {
  if (!process.env.DATABASE_URL) return;
  const url = URL.canParse(process.env.DATABASE_URL) ? new URL(process.env.DATABASE_URL) : null;
  if (!/^postgres(ql)?:$/.test(url?.protocol ?? "")) throw new Plain("DATABASE_URL is not a postgresql:// address");
  const host = url.searchParams.get("host") ?? url.hostname;
  if (host.startsWith("/")) return;
  const port = Number(url.port || 5432);
  const error = await tryConnect(host.replace(/^\[|\]$/g, "") || "localhost", port);
  if (error) throw new Plain(`the database ${host}:${port} can't be reached (${error})`);
}

function tryConnect(host, port) {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 5000 });
    const end = (answer) => {
      socket.destroy();
      done(answer);
    };
    socket.once("connect", () => end(null));
    socket.once("timeout", () => end("no answer"));
    socket.once("error", (error) => end(error.code ?? error.errors?.[0]?.code ?? error.message));
  });
}

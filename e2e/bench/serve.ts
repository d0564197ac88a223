/** Servers under load, taking turns: what one request costs the server's process, and how many a second it answers. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Order, Seen } from "./load";
import { cpuOf, cpuOfFamily, median } from "./machine";

const here = (file: string) => resolve(import.meta.dirname, file);
const TSX = resolve(import.meta.dirname, "../../node_modules/tsx/dist/cli.mjs");

/** One way to answer that is put under load. */
export interface Contestant {
  name: string;
  url: string;
  headers: Record<string, string>;
  bodies: Order["bodies"];
  /** How many a turn asks; one that is slow asks fewer. */
  requests: number;
  /** Decisions in one request. */
  each: number;
  /** Of the server, whose CPU counts. */
  pid: number;
  /** Of a PostgreSQL behind it, whose CPU is told beside. */
  postmaster?: number;
  /** Resolves once what the requests left to be done is done. */
  settled?(): Promise<void>;
}

/** Medians over the rounds. */
export interface Figure {
  /** CPU of the server's process for one decision, µs; and of PostgreSQL beside it. */
  cpu: number;
  database: number;
  /** Decisions a second. */
  perSecond: number;
  /** ms, of one request. */
  p50: number;
  p99: number;
}

/** Asks again and again from a process of its own. @throws where an answer is not as expected */
export async function load(order: Order): Promise<Seen> {
  const child = spawn(process.execPath, [TSX, here("load.ts")], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(order));
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part as Buffer);
  const seen: Seen = JSON.parse(Buffer.concat(parts).toString());
  if (seen.bad > 0) throw new Error(`${seen.bad} answers of ${order.url} were not as expected. ${seen.firstBad}`);
  return seen;
}

/** The floor: a bare node:http server that parses JSON and answers it. */
export async function startEcho(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", here("echo.ts")], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, url: `http://127.0.0.1:${line.toString().trim()}/` };
}

async function turn(one: Contestant, connections: number, requests: number): Promise<Figure> {
  const cpu = () => [cpuOf(one.pid), one.postmaster === undefined ? 0 : cpuOfFamily(one.postmaster)] as const;
  const before = cpu();
  const seen = await load({ url: one.url, headers: one.headers, bodies: one.bodies, requests, connections });
  await one.settled?.();
  const after = cpu();
  const decisions = requests * one.each;
  return {
    cpu: (after[0] - before[0]) / decisions,
    database: (after[1] - before[1]) / decisions,
    perSecond: seen.perSecond * one.each,
    p50: seen.p50,
    p99: seen.p99,
  };
}

/** Rounds that are not counted: the first ten thousands of requests are answered by code that V8 has yet to compile. */
const WARMING = 4;

/** Contestants take turns, round by round, so that what disturbs one round disturbs all alike. */
export async function compete(all: Contestant[], connections: number, rounds: number): Promise<Map<string, Figure>> {
  const seen = new Map(all.map(({ name }) => [name, [] as Figure[]]));
  for (let round = 0; round < WARMING + rounds; round++) {
    for (const one of all) {
      const figure = await turn(one, connections, one.requests);
      if (round >= WARMING) seen.get(one.name)?.push(figure);
    }
  }
  const middle = (figures: Figure[], of: (figure: Figure) => number) => median(figures.map(of));
  return new Map(
    [...seen].map(([name, figures]) => [
      name,
      {
        cpu: middle(figures, (f) => f.cpu),
        database: middle(figures, (f) => f.database),
        perSecond: middle(figures, (f) => f.perSecond),
        p50: middle(figures, (f) => f.p50),
        p99: middle(figures, (f) => f.p99),
      },
    ]),
  );
}

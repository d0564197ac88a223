/**
 * Sends requests again and again over N kept-alive connections, in a process of its own, and looks whether each answer is
 * the one expected; prints what it saw as JSON. On bare sockets: what the load costs is taken from the machine that
 * is measured.
 */
import { connect } from "node:net";

export interface Order {
  url: string;
  headers: Record<string, string>;
  /** Sent in turn; `expect` must stand in the answer. */
  bodies: { body: string; expect: string }[];
  requests: number;
  connections: number;
  /** Of a good answer; default 200. */
  status?: number;
}
export interface Seen {
  perSecond: number;
  /** ms */
  p50: number;
  p99: number;
  /** Answers that had another status, or not what was expected; and the first of them. */
  bad: number;
  firstBad: string | null;
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const order: Order = JSON.parse(Buffer.concat(chunks).toString());
const { hostname, port, pathname, host } = new URL(order.url);
const head = Object.entries({ host, ...order.headers }).map(([name, value]) => `${name}: ${value}\r\n`);
const messages = order.bodies.map(({ body, expect }) => ({
  text: Buffer.from(
    `POST ${pathname} HTTP/1.1\r\n${head.join("")}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  ),
  expect,
}));
const latencies = new Float64Array(order.requests);
let sent = 0;
let answered = 0;
let bad = 0;
let firstBad: string | null = null;

/** One connection: asks, reads the answer to its end, asks again. */
function converse(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let expect = "";
    let started = 0;
    let text = "";
    const ask = () => {
      const message = messages[sent % messages.length];
      if (sent++ >= order.requests || !message) return void socket.end(resolve);
      expect = message.expect;
      text = "";
      started = performance.now();
      socket.write(message.text);
    };
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end + 2))?.[1];
      if (length === undefined) return void reject(new Error(`an answer without a length: ${text}`));
      if (text.length < end + 4 + Number(length)) return;
      latencies[answered++] = performance.now() - started;
      if (!text.startsWith(`HTTP/1.1 ${order.status ?? 200} `) || !text.includes(expect, end)) {
        bad++;
        firstBad ??= `${expect} expected: ${text}`;
      }
      ask();
    });
    socket.on("connect", ask);
    socket.on("error", reject);
  });
}

const started = performance.now();
await Promise.all(Array.from({ length: order.connections }, converse));
const seconds = (performance.now() - started) / 1000;
latencies.sort();
const at = (q: number) => latencies[Math.floor(latencies.length * q)] ?? 0;
const seen: Seen = { perSecond: answered / seconds, p50: at(0.5), p99: at(0.99), bad, firstBad };
process.stdout.write(JSON.stringify(seen));
process.exit(0);

/** Sends one request again and again over N kept-alive connections, in a process of its own; prints what it saw as JSON. */
import { Agent, request } from "node:http";

interface Order {
  url: string;
  headers: Record<string, string>;
  body: string;
  requests: number;
  connections: number;
}

const order: Order = JSON.parse(process.argv[2] ?? "{}");
const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
const latencies: number[] = [];
let left = order.requests;
let bad = 0;

function one(): Promise<void> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      agent,
      headers: { ...order.headers, "content-length": Buffer.byteLength(order.body) },
    };
    const req = request(order.url, options, (res) => {
      res.resume();
      res.on("end", () => {
        latencies.push(performance.now() - started);
        if (res.statusCode !== 200) bad++;
        resolve();
      });
    });
    req.on("error", reject);
    req.end(order.body);
  });
}

const started = performance.now();
await Promise.all(
  Array.from({ length: order.connections }, async () => {
    while (left-- > 0) await one();
  }),
);
const seconds = (performance.now() - started) / 1000;
latencies.sort((a, b) => a - b);
const at = (q: number) => latencies[Math.floor(latencies.length * q)] ?? 0;
process.stdout.write(JSON.stringify({ perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99), bad }));
process.exit(0);

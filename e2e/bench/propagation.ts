/** How long after a change the first decision follows it, and when a client that listens knows. */
import { performance } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import pg from "pg";
import { clientsOf, publishPact } from "../client";
import { Listener } from "../sse";
import { quantile } from "./machine";
import type { Served } from "./servers";

const CHANGES = 200;
const AGENT = "spread-bot";

const PACT = {
  surety: 1,
  pact: "spread",
  title: "Spread",
  agent: AGENT,
  workflow: "spread",
  parties: { provider: "Acme AI" },
  scope: { actions: ["payments.refund"], outside: "block" },
  clauses: [
    {
      key: "cap",
      title: "Stays under the cap",
      obligation: "No refund above 500.",
      severity: "major",
      owner: "desk",
      recertify: "P30D",
      require: "context.amount <= 500",
      on: { violation: "block", incident: "block" },
    },
  ],
};

export interface Spread {
  p50: number;
  p99: number;
}
/** ms from the commit, as PostgreSQL itself tells a listener of its own; and from when the change was asked for. */
export interface Propagation {
  changes: number;
  /** To the answer of the first decision that follows it, asked one after the other on the same node. */
  decision: Spread;
  /** To a client of the stream. */
  stream: Spread;
  /** From the call that makes the change being sent, to the first decision: the change's own work included. */
  call: Spread;
}

const spread = (values: number[]): Spread => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99) });

/** Opens and resolves incidents, on which a clause blocks. */
export async function measurePropagation(served: Served): Promise<Propagation> {
  const { surety, database, as } = served;
  const agent = { name: "Spread", owner: "desk", release: "r1" };
  await as.author.must(200, as.author.put(`/api/v1/agents/${AGENT}`, agent));
  await publishPact(clientsOf({ ...surety.quickstart, url: as.service.url }), PACT);
  const notified = new pg.Client({ connectionString: database.url });
  await notified.connect();
  let committed = 0;
  notified.on("notification", () => {
    committed ||= performance.now();
  });
  await notified.query("LISTEN surety");
  const listener = await Listener.open(as.service.url, surety.quickstart.keys.service);
  const [decision, stream, call]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let i = 0, open = ""; i < CHANGES; i++) {
      const heard = listener.heard.length;
      committed = 0;
      const sent = performance.now();
      const changed = open
        ? as.operator.must(200, as.operator.patch(`/api/v1/incidents/${open}`, { status: "resolved", note: "Over." }))
        : as.operator.must(
            201,
            as.operator.post("/api/v1/incidents", { agent: AGENT, severity: "high", title: "Stop" }),
          );
      const told = listener.until(
        (message) => message.event === "revision" && listener.heard.indexOf(message) >= heard,
      );
      const streamed = told.then(() => performance.now());
      const followed = await untilVerdict(served, open ? "allow" : "block");
      open = (await changed).status === "open" ? (await changed).id : "";
      const known = await streamed;
      while (committed === 0) await nextTurn();
      decision.push(Math.max(0, followed - committed));
      stream.push(Math.max(0, known - committed));
      call.push(followed - sent);
    }
  } finally {
    await notified.end();
    await listener.leave();
  }
  return { changes: CHANGES, decision: spread(decision), stream: spread(stream), call: spread(call) };
}

/** Asks until it is answered so. @returns the instant of that answer */
async function untilVerdict({ as }: Served, verdict: string): Promise<number> {
  const request = { agent: AGENT, action: "payments.refund", context: { amount: 120 } };
  for (;;) {
    const answer = await as.service.must(200, as.service.post("/api/v1/decisions", request));
    if (answer.verdict === verdict) return performance.now();
  }
}

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Prometheus metrics of this process. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "surety_" });
  return {
    registry,
    decisions: new Counter({
      name: "surety_decisions_total",
      help: "Decisions answered",
      labelNames: ["verdict"],
      registers: [registry],
    }),
    decisionSeconds: new Histogram({
      name: "surety_decision_seconds",
      help: "Time from a decision request to its durable answer",
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
      registers: [registry],
    }),
    requests: new Counter({
      name: "surety_requests_total",
      help: "API requests",
      labelNames: ["status"],
      registers: [registry],
    }),
    revisionLag: new Gauge({ name: "surety_revision", help: "Organisations held in memory", registers: [registry] }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { BOUNDS, bucketOf } from "@/lib/domain/latency";

/** Prometheus metrics of this process. What every request counts is counted in plain numbers and told when it is asked for. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "surety_" });
  const statuses = new Map<number, number>();
  const decided = createTimes("surety_decision_seconds", "Time from a decision request to its durable answer");
  registry.registerMetric(decided.metric as never);
  new Counter({
    name: "surety_requests_total",
    help: "API requests",
    labelNames: ["status"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [status, count] of statuses) this.inc({ status }, count);
    },
  });
  return {
    registry,
    answered(status: number): void {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    },
    /** @param seconds from the request to its answer */
    decided: decided.observe,
    /** How many decisions took how long, bucket by bucket. */
    decisionTimes: decided.counts,
    /** 1 while the database is away. */
    away: new Gauge({ name: "surety_database_away", help: "1 while the database is away", registers: [registry] }),
  };
}

/** A histogram without labels, for a few nanoseconds an observation. */
function createTimes(name: string, help: string) {
  const counts = new Array<number>(BOUNDS.length + 1).fill(0);
  let sum = 0;
  const values = () => {
    let count = 0;
    const buckets = counts.map((n, i) => {
      count += n;
      return { metricName: `${name}_bucket`, labels: { le: BOUNDS[i] ?? "+Inf" }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: {}, value: sum },
      { metricName: `${name}_count`, labels: {}, value: count },
    ];
  };
  return {
    observe(seconds: number): void {
      const i = bucketOf(seconds);
      counts[i] = (counts[i] as number) + 1;
      sum += seconds;
    },
    counts: (): readonly number[] => counts,
    metric: { name, get: async () => ({ name, help, type: "histogram", aggregator: "sum", values: values() }) },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

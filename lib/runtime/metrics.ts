import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** Upper bounds of the buckets of decision times, seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

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
      let i = 0;
      while (i < BOUNDS.length && seconds > (BOUNDS[i] as number)) i++;
      counts[i] = (counts[i] as number) + 1;
      sum += seconds;
    },
    metric: { name, get: async () => ({ name, help, type: "histogram", aggregator: "sum", values: values() }) },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

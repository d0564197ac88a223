import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { DecisionRecord } from "@/lib/db/segment";
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
    /** Decisions by organisation, verdict and strongest trigger. */
    decisions: createDecisionCounts(),
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

/** Decisions of this process by organisation, verdict and strongest trigger; most are allowed without one, and go at once. */
function createDecisionCounts() {
  const counts = new Map<string, Map<string, number>>();
  const add = (own: Map<string, number>, key: string, n: number) => own.set(key, (own.get(key) ?? 0) + n);
  return {
    recorded(organisationId: string, calls: readonly (readonly Pick<DecisionRecord, "answer">[])[]): void {
      const own = counts.get(organisationId) ?? new Map<string, number>();
      counts.set(organisationId, own);
      let plain = 0;
      for (const records of calls)
        for (const { answer } of records) {
          const { verdict, because } = answer;
          if (verdict === "allow" && because.length === 0) plain++;
          else add(own, `${verdict} ${because.find(({ override }) => override === null)?.trigger ?? "none"}`, 1);
        }
      if (plain > 0) add(own, "allow none", plain);
    },
    all: () =>
      [...counts].flatMap(([organisationId, own]) =>
        [...own].map(([key, count]) => {
          const [verdict = "", trigger = ""] = key.split(" ");
          return { organisationId, verdict, trigger, count };
        }),
      ),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

import { Counter, Gauge } from "prom-client";
import { type Figure, organisationSlugs, readFigures } from "@/lib/db/figures";
import { evidenceCover } from "@/lib/domain/metric-cover";
import type { Runtime } from "./runtime";

/** What the product tells monitoring systems, beside what every process does; `max` over nodes: each tells the same. */
const FIGURES: Record<string, { help: string; label?: string }> = {
  surety_clauses: { help: "Clauses with evidence of pacts in force, by freshness now", label: "state" },
  surety_drifts_open: { help: "Drifts that are suspected or verified, and not cleared", label: "state" },
  surety_drifts_unenforced: { help: "Drifts decided, but not acknowledged by every node yet" },
  surety_drift_to_control_seconds: { help: "From verified drift to enforced control, over 30 days", label: "stat" },
  surety_reviews_waiting: { help: "Held decisions that wait for a person" },
  surety_review_oldest_seconds: { help: "How long the oldest held decision has waited" },
  surety_exceptions_last_day: { help: "What ran outside its pact in the last 24 hours", label: "kind" },
  surety_overrides_active: { help: "Overrides in force" },
  surety_incidents_open: { help: "Open incidents" },
  surety_findings_open: { help: "Observed calls that nobody has explained yet" },
  surety_heartbeats_silent: { help: "Agents and gateways that were not heard from three times as long as they said" },
  surety_metric_value: { help: "Governed metrics, as measured last", label: "metric" },
  surety_metric_breached: { help: "1 while a governed metric is beyond its threshold", label: "metric" },
  surety_decisions_unsealed: { help: "Decisions that are stored, and not sealed into the ledger yet" },
};

/** Read at most so often, however many ask, ms. */
const KEPT_MS = 5_000;

/** A value with its labels, as it is told. */
interface Told {
  labels: Record<string, string>;
  value: number;
}

/**
 * What is told under one name: of each organisation, or where they are not to be named, of all together. Times do not add
 * up: the longest is told.
 */
function tell(figures: readonly Figure[], name: string, named: boolean): Told[] {
  const found = new Map<string, Told>();
  for (const one of figures) {
    if (one.name !== name) continue;
    const labels = { ...(named && { organisation: one.organisation }), ...one.labels };
    const key = JSON.stringify(labels);
    const before = found.get(key)?.value ?? 0;
    found.set(key, { labels, value: name.endsWith("_seconds") ? Math.max(before, one.value) : before + one.value });
  }
  return [...found.values()];
}

/**
 * Registers the product's figures. Where `SURETY_METRICS_TOKEN` guards them each carries its organisation; where anybody may
 * read them they are of the whole installation, and name nobody.
 */
export function registerFigures(rt: Runtime, named: boolean): void {
  const { registry, decisions } = rt.metrics;
  const registers = [registry];
  const own = named ? ["organisation"] : [];
  const read = keep(rt, () => allFigures(rt));
  for (const [name, { help, label }] of Object.entries(FIGURES)) {
    // What a governed metric is called is its organisation's own word.
    if (label === "metric" && !named) continue;
    new Gauge({
      ...{ name, help, registers, labelNames: [...own, ...(label ? [label] : [])] },
      async collect() {
        this.reset();
        for (const { labels, value } of tell(await read(), name, named)) this.set(labels, value);
      },
    });
  }
  new Gauge({
    ...{ name: "surety_recorder_waiting", help: "Calls that wait for their decisions to be recorded", registers },
    collect() {
      this.set(rt.recorder.waiting());
    },
  });
  const slugs = keep(rt, () => organisationSlugs(rt.db));
  new Counter({
    name: "surety_decisions_total",
    help: "Decisions answered by this node, by verdict and strongest trigger",
    labelNames: [...own, "verdict", "trigger"],
    registers,
    async collect() {
      this.reset();
      const names = new Map(named ? (await slugs()).map(({ id, slug }) => [id, slug]) : []);
      for (const { organisationId, verdict, trigger, count } of decisions.all()) {
        const whose = named ? { organisation: names.get(organisationId) ?? "unknown" } : {};
        this.inc({ ...whose, verdict, trigger }, count);
      }
    },
  });
}

/** Reads when it is asked for, but seldom; where the database is away there is nothing to tell of it. */
function keep<T>({ clock, log }: Runtime, read: () => Promise<T[]>): () => Promise<T[]> {
  let kept: { at: number; rows: Promise<T[]> } | null = null;
  return () => {
    if (kept === null || clock.now() - kept.at >= KEPT_MS) {
      const rows = read().catch((error: unknown) => {
        log.debug({ err: error }, "figures could not be read");
        return [];
      });
      kept = { at: clock.now(), rows };
    }
    return kept.rows;
  };
}

async function allFigures({ db, clock, snapshots }: Runtime): Promise<Figure[]> {
  const now = clock.now();
  const figures = await readFigures(db, now);
  for (const { id, slug } of await organisationSlugs(db)) {
    for (const { state } of evidenceCover(await snapshots.get(id), {}, now))
      figures.push({ name: "surety_clauses", organisation: slug, labels: { state }, value: 1 });
  }
  return figures;
}

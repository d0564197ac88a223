/**
 * The same figures as /metrics, sent to an OpenTelemetry collector: OTLP/HTTP as JSON (opentelemetry-proto, metrics/v1), set up
 * by the usual variables (OTEL_EXPORTER_OTLP_ENDPOINT, …_HEADERS, OTEL_METRIC_EXPORT_INTERVAL, OTEL_SERVICE_NAME).
 */
import type { Runtime } from "./runtime";

/** A metric as prom-client tells it. */
interface Gathered {
  name: string;
  help: string;
  type: string | number;
  values: { metricName?: string; labels: Record<string, string | number | undefined>; value: number }[];
}

type Attribute = { key: string; value: { stringValue: string } };

const attributes = (labels: Record<string, unknown>): Attribute[] =>
  Object.entries(labels).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: { stringValue: String(value) } }],
  );

/** Counts are cumulative since the process began. */
const CUMULATIVE = 2;

interface Span {
  /** ns since the epoch, as text: JSON numbers cannot hold them. */
  startTimeUnixNano: string;
  timeUnixNano: string;
}

/** A metric as OTLP says it; null: a summary, which OTLP has no use for. */
function metricOf({ name, help, type, values }: Gathered, span: Span): object | null {
  const points = () =>
    values.map(({ labels, value }) => ({ ...span, attributes: attributes(labels), asDouble: value }));
  const told = { name, description: help, unit: name.endsWith("_seconds") ? "s" : "1" };
  if (type === "counter")
    return { ...told, sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints: points() } };
  if (type === "gauge") return { ...told, gauge: { dataPoints: points() } };
  if (type !== "histogram") return null;
  return { ...told, histogram: { aggregationTemporality: CUMULATIVE, dataPoints: histograms(name, values, span) } };
}

/** Prometheus counts each bucket with all below it; OTLP each by itself. */
function histograms(name: string, values: Gathered["values"], span: Span): object[] {
  const series = new Map<string, { labels: object; buckets: [number, number][]; sum: number; count: number }>();
  for (const {
    metricName,
    labels: { le, ...labels },
    value,
  } of values) {
    const key = JSON.stringify(labels);
    const own = series.get(key) ?? { labels, buckets: [], sum: 0, count: 0 };
    series.set(key, own);
    if (metricName === `${name}_bucket`) own.buckets.push([le === "+Inf" ? Infinity : Number(le), value]);
    else if (metricName === `${name}_sum`) own.sum = value;
    else if (metricName === `${name}_count`) own.count = value;
  }
  return [...series.values()].map(({ labels, buckets, sum, count }) => {
    const sorted = buckets.sort(([a], [b]) => a - b);
    return {
      ...span,
      ...{ attributes: attributes(labels as Record<string, unknown>), sum, count: String(count) },
      explicitBounds: sorted.map(([bound]) => bound).filter(Number.isFinite),
      bucketCounts: sorted.map(([, upTo], i) => String(upTo - (sorted[i - 1]?.[1] ?? 0))),
    };
  });
}

/** The body of an export request. @param resource attributes of this process; @param startedAt, now ms */
function otlpRequest(
  gathered: readonly Gathered[],
  resource: Record<string, string>,
  { startedAt, now }: { startedAt: number; now: number },
): object {
  const span = { startTimeUnixNano: `${startedAt}000000`, timeUnixNano: `${now}000000` };
  const metrics = gathered.map((one) => metricOf(one, span)).filter((one) => one !== null);
  return {
    resourceMetrics: [
      { resource: { attributes: attributes(resource) }, scopeMetrics: [{ scope: { name: "surety" }, metrics }] },
    ],
  };
}

/** `a=b,c=d`, values percent-encoded, as OpenTelemetry writes headers into a variable. */
function headersOf(text = ""): Record<string, string> {
  const pairs = text.split(",").map((pair) => pair.split("="));
  return Object.fromEntries(
    pairs.flatMap(([name = "", ...rest]) =>
      name.trim() ? [[name.trim(), decodeURIComponent(rest.join("=").trim())]] : [],
    ),
  );
}

/** Where metrics go; null: nowhere. */
function endpointOf(env: NodeJS.ProcessEnv): string | null {
  if (env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT) return env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  return base ? `${base.replace(/\/$/, "")}/v1/metrics` : null;
}

const EVERY_MS = 60_000;
/** A collector that does not answer for so long is tried again with the next export, ms. */
const PATIENCE_MS = 10_000;

/** Exports until it is stopped, and once more then. Returns what stops it. */
export function startOtlpExport(rt: Runtime, version: string, env: NodeJS.ProcessEnv): () => Promise<void> {
  const endpoint = endpointOf(env);
  if (endpoint === null) return async () => {};
  const { clock, log, metrics, node } = rt;
  const startedAt = clock.now();
  const resource = {
    "service.name": env.OTEL_SERVICE_NAME ?? "surety",
    "service.version": version,
    "service.instance.id": node,
  };
  const headers = { "content-type": "application/json", ...headersOf(env.OTEL_EXPORTER_OTLP_HEADERS) };
  const send = async () => {
    try {
      const gathered = (await metrics.registry.getMetricsAsJSON()) as Gathered[];
      const body = JSON.stringify(otlpRequest(gathered, resource, { startedAt, now: clock.now() }));
      const answer = await fetch(endpoint, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answer.ok) log.warn({ status: answer.status }, "the OpenTelemetry collector refused the metrics");
    } catch (error) {
      log.warn({ err: error }, "the OpenTelemetry collector was not reached; the next export tries again");
    }
  };
  const timer = setInterval(() => void send(), Number(env.OTEL_METRIC_EXPORT_INTERVAL) || EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await send();
  };
}

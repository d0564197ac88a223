import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { storePact, testPact } from "@/lib/db/testing-pact";
import { registerFigures } from "./figures";
import { createMetrics } from "./metrics";
import { startOtlpExport } from "./otlp-export";
import { type TestOrganisation, type TestRuntime, testRuntime } from "./testing";

let t: TestRuntime;
let org: TestOrganisation;

beforeAll(async () => {
  t = await testRuntime();
  org = await t.organisation();
  await storePact(t.runtime.db, org.id, testPact(), { now: t.clock.now() });
  const request = { agent: "refund-bot", action: "payments.refund", context: { amount: 9 } };
  await t.runtime.recorder.ask(org.id, [request, request, { agent: "nobody", action: "x.y" }]);
});
afterAll(() => t.stop());

/** The figures as they are told now; `named`: to whom organisations may be named. */
async function told(named: boolean): Promise<string> {
  const { decisions, ...rest } = createMetrics();
  const metrics = { ...rest, decisions: t.runtime.metrics.decisions };
  registerFigures({ ...t.runtime, metrics }, named);
  return metrics.registry.metrics();
}

test("verdicts by trigger, clauses by freshness and what waits are told", async () => {
  const text = await told(false);
  expect(text).toContain('surety_decisions_total{verdict="block",trigger="missing"} 2');
  expect(text).toContain('surety_decisions_total{verdict="block",trigger="no_pact"} 1');
  expect(text).toContain('surety_clauses{state="missing"} 2');
  expect(text).toContain("surety_decisions_unsealed 3");
  expect(text).toContain("surety_recorder_waiting 0");
});

test("what belongs to a twin is in no figure", async () => {
  const [agent, at] = ["refund-bot~x.0", new Date(t.clock.now())];
  await t.runtime.db.organisation(
    org.id,
    async (tx) => {
      const twin = { slug: agent, name: "x", owner: "x", release: "r1", twinOf: "refund-bot", drillId: "drl_x" };
      await tx.agent.create({ data: { organisationId: org.id, ...twin, createdAt: at, updatedAt: at } });
      const incident = { id: "inc_x", agent, severity: "high", title: "x", state: "open", openedAt: at, openedBy: {} };
      await tx.incident.create({ data: { organisationId: org.id, ...incident } });
    },
    { twins: true },
  );
  expect(await told(true)).not.toContain(`surety_incidents_open{organisation="${org.slug}"} 1`);
});

test("calls without an explanation and whoever is silent are told", async () => {
  const [organisationId, at] = [org.id, new Date(t.clock.now())];
  const finding = { kind: "ungoverned", observationId: "obs_x", exceptionId: "exc_x", agent: "x", action: "x.y", at };
  const beat = { kind: "gateway", everyMs: 1000, firstAt: at };
  await t.runtime.db.organisation(org.id, async (tx) => {
    await tx.finding.create({
      data: { organisationId, id: "fnd_x", ...finding, says: "x", first: true, openedAt: at },
    });
    await tx.heartbeat.create({ data: { organisationId, ...beat, name: "live", beatAt: at } });
    await tx.heartbeat.create({ data: { organisationId, ...beat, name: "silent", beatAt: new Date(+at - 3000) } });
  });
  const text = await told(true);
  expect(text).toContain(`surety_findings_open{organisation="${org.slug}"} 1`);
  expect(text).toContain(`surety_heartbeats_silent{organisation="${org.slug}"} 1`);
});

test("what anybody may read names no organisation; what a token guards names each", async () => {
  expect(await told(false)).not.toContain(org.slug);
  const text = await told(true);
  expect(text).toContain(`surety_clauses{organisation="${org.slug}",state="missing"} 2`);
  expect(text).toContain(`surety_decisions_total{organisation="${org.slug}",verdict="block",trigger="missing"} 2`);
});

test("every figure that the dashboard and the alert rules name is exported", async () => {
  const exported = new Set([...(await told(true)).matchAll(/^(?:# TYPE )?(surety_\w+)/gm)].map(([, name]) => name));
  const files = ["grafana", "prometheus"].flatMap((folder) =>
    readdirSync(`deploy/${folder}`).map((name) => readFileSync(`deploy/${folder}/${name}`, "utf8")),
  );
  const named = new Set(files.flatMap((text) => [...text.matchAll(/surety_\w+/g)].map(([name]) => name)));
  expect(named.size).toBeGreaterThan(12);
  expect([...named].filter((name) => !exported.has(name))).toEqual([]);
  const rules = parse(files.at(-1) ?? "").groups[0].rules as { alert: string; expr: string }[];
  expect(rules.every(({ alert, expr }) => alert && expr)).toBe(true);
});

test("a collector is sent the same, each bucket by itself", async () => {
  const bodies: string[] = [];
  const server = createServer(async (req, res) => {
    let body = "";
    for await (const part of req) body += part;
    bodies.push(`${req.url} ${req.headers["x-key"]} ${body}`);
    res.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const metrics = createMetrics();
  registerFigures({ ...t.runtime, metrics: { ...metrics, decisions: t.runtime.metrics.decisions } }, false);
  for (const seconds of [0.0005, 0.0005, 0.02, 7]) metrics.decided(seconds);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`, OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b" };
  await startOtlpExport({ ...t.runtime, metrics }, "1.2.3", env as never)();
  server.close();
  const [sent = ""] = bodies;
  expect(sent).toMatch(/^\/v1\/metrics a b /);
  const { resource, scopeMetrics } = JSON.parse(sent.slice("/v1/metrics a b ".length)).resourceMetrics[0];
  expect(resource.attributes).toContainEqual({ key: "service.version", value: { stringValue: "1.2.3" } });
  const find = (name: string) => scopeMetrics[0].metrics.find((one: { name: string }) => one.name === name);
  expect(find("surety_decisions_total").sum).toMatchObject({ isMonotonic: true, aggregationTemporality: 2 });
  expect(find("surety_clauses").gauge.dataPoints[0]).toMatchObject({ asDouble: 2 });
  expect(find("surety_decision_seconds").histogram.dataPoints[0]).toMatchObject({
    count: "4",
    explicitBounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    bucketCounts: ["2", "0", "0", "0", "1", "0", "0", "0", "0", "1"],
  });
});

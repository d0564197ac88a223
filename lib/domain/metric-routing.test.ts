import { expect, test } from "vitest";
import { metricFields, metricState, sayBreach, sayValue } from "./metric.ts";
import { routingShare } from "./metric-routing.ts";
import type { WorkflowState } from "./state.ts";

const workflow = (slug: string, consequential: boolean, ...actions: string[]): WorkflowState => ({
  ...{ slug, name: slug, consequential, risk: "high" },
  actions: actions.map((name) => ({ name, risk: "high" })),
});
const snapshot = {
  workflows: [workflow("pay", true, "pay.out"), workflow("chat", false, "say"), workflow("quiet", true, "hush")],
  agents: new Map(),
};
const seen = (action: string, governed: boolean, count: number) => ({ agent: "bot", action, governed, count });
const states = (share: ReturnType<typeof routingShare>) =>
  Object.fromEntries(share.workflows.map(({ workflow, routing }) => [workflow ?? "unnamed", routing]));

test("observed calls alone make the share; what no workflow names counts, what is of no consequence does not", () => {
  const observed = [seen("pay.out", true, 963), seen("unheard", false, 37), seen("say", false, 500)];
  const share = routingShare(snapshot, observed, [{ workflow: "pay", governed: true, count: 9999 }], {});
  expect(share).toMatchObject({ value: 0.963, calls: 1000, governed: 963 });
  expect(states(share)).toEqual({ pay: "governed", quiet: "no_surface", unnamed: "ungoverned" });
});

test("where nobody observes, decisions are all that is known, and one under no pact is ungoverned", () => {
  const decided = (governed: boolean, count: number) => ({ workflow: "pay", governed, count });
  expect(states(routingShare(snapshot, [], [decided(true, 5)], {}))).toMatchObject({ pay: "unknown" });
  const share = routingShare(snapshot, [], [decided(true, 3), decided(false, 1)], {});
  expect(share.value).toBe(0.75);
  expect(states(share)).toMatchObject({ pay: "ungoverned" });
  expect(routingShare(snapshot, [], [], {}).value).toBeNull();
});

test("nothing measured breaches nothing, and a value on the line breaches where the line says so", () => {
  expect(metricState(null, { op: "<", value: 1 })).toBe("no_data");
  expect(metricState(0.95, { op: "<", value: 0.95 })).toBe("ok");
  expect(metricState(0.95, { op: "<=", value: 0.95 })).toBe("breached");
  expect(metricState(3, null)).toBe("ok");
});

test("a breach is said with its unit", () => {
  expect(sayValue(0.963, "share")).toBe("96.3 %");
  expect(sayBreach("Routing", 0.9, "share", { op: "<", value: 0.95 })).toBe(
    "Routing is at 90 %, below its line of 95 %",
  );
});

test("a definition that would change nothing is refused, one error a hole", () => {
  const refused = metricFields.safeParse({});
  expect(refused.error?.issues.map(({ path }) => path.join("."))).toEqual([
    "owner",
    "cadence",
    "threshold",
    "response",
  ]);
});

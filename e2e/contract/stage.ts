import { expect } from "vitest";
import { type ApiAnswer, type Clients, clientsOf, publishPact } from "../client";
import { pactOf } from "../furnished";
import { type Started, startSurety } from "../harness";
import { decisionShape, problemShape } from "../shapes";

/** One server for all stories of the contract, and who acts there. */
export let surety: Started;
export let as: Clients;
let made = 0;

/** Before the first story. */
export async function open(): Promise<void> {
  surety = await startSurety();
  as = clientsOf(surety.quickstart);
}

export const HOUR = 3_600_000;
export const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
export const ahead = (ms: number) => ago(-ms);
export type Document = ReturnType<typeof pactOf> & { clauses: Record<string, unknown>[] };

/** An agent with a live pact of its own, so that the stories keep out of each other's way. */
export async function stage(change: (document: Document) => unknown = () => {}) {
  const pact = `story-${++made}`;
  const agent = `${pact}-bot`;
  const document = pactOf(pact, agent) as Document;
  change(document);
  const members = surety.quickstart.members.filter(({ role }) => role === "operator").map(({ email }) => email);
  await as.owner.must(200, as.owner.put(`/api/v1/teams/${pact}-team`, { name: pact, members }));
  const registered = { name: agent, owner: `${pact}-team`, release: "r1", candidates: ["r2"] };
  await as.author.must(200, as.author.put(`/api/v1/agents/${agent}`, registered));
  const { hash } = await publishPact(as, document);
  const record = (clause: string, more: object = {}) => ({
    ...{ agent, pact, clause, observedAt: ago(1000), source: "lab" },
    ...("outcome" in more || "passed" in more ? {} : { passed: 20, failed: 0 }),
    ...more,
  });
  return {
    ...{ pact, agent, document, hash, path: `/api/v1/pacts/${pact}`, record },
    prove: (clause: string, more?: object) =>
      as.service.must(201, as.service.post("/api/v1/evidence", record(clause, more))),
    ask: (more: object = {}) => ask({ agent, action: "payments.refund", context: { amount: 10 }, ...more }),
    read: (more: object = {}) => ask({ agent, action: "orders.read", ...more }),
    standing: () => as.auditor.must(200, as.auditor.get(`/api/v1/agents/${agent}/standing`)),
  };
}

/** A decision, held to the contract's shape. */
export async function ask(body: object) {
  const answer = await as.service.must(200, as.service.post("/api/v1/decisions", body));
  return decisionShape.parse(answer);
}
/** A refusal, held to the shape of a problem document. */
export function problem(status: number, { headers, ...answer }: ApiAnswer) {
  expect({ status: answer.status, said: answer.text }).toMatchObject({ status });
  expect(headers.get("content-type")).toBe("application/problem+json");
  const said = problemShape.parse(answer.body);
  expect(said.status).toBe(status);
  return { ...said, paths: said.errors.map(({ path }) => path) };
}
export const triggers = ({ because }: { because: { trigger: string }[] }) => because.map(({ trigger }) => trigger);

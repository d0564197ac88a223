import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { type ApiAnswer, type Clients, clientsOf, publishPact } from "./client";
import type { Quickstart, Started } from "./harness";
import { witnessKey } from "./samples";

/** A further organisation on a running server, as the command line makes it. */
export async function createOrganisation({ home, url }: Started, name: string): Promise<Quickstart> {
  const program = resolve(import.meta.dirname, "../dist/surety.mjs");
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, SURETY_HOME: home, PORT: new URL(url).port, SURETY_LOG: "error" };
  const { stdout } = await promisify(execFile)(process.execPath, [program, "org", "create", name, "--json"], { env });
  return JSON.parse(stdout);
}

/** A pact of one agent: a critical clause with everything that can latch, and a minor one. */
export const pactOf = (pact: string, agent: string) => ({
  surety: 1,
  pact,
  title: "Refund desk",
  agent,
  workflow: `${pact}-flow`,
  parties: { provider: "Acme AI", counterparty: "Globex Retail" },
  scope: { actions: ["payments.refund", "orders.read"], outside: "block" },
  levels: { limited: { amount: { max: 50 } } },
  clauses: [
    {
      key: "cites",
      title: "Cites the policy",
      obligation: "Every refund names the paragraph.",
      severity: "critical",
      owner: `${pact}-team`,
      recertify: "P30D",
      actions: ["payments.refund"],
      require: "context.amount <= 500",
      evidence: { method: "eval", target: 0.9, freshness: "P7D" },
      drift: { verify: "person", within: "P1D" },
      on: { violation: "block", missing: "block", stale: "review", drift: "degrade", incident: "block" },
    },
    {
      key: "reads",
      title: "Reads what it needs",
      obligation: "Reads no more than the order.",
      severity: "minor",
      owner: `${pact}-team`,
      recertify: "P30D",
      actions: ["orders.read"],
      evidence: { method: "eval", freshness: "P7D" },
      on: { missing: "review", stale: "review" },
    },
  ],
});

export interface Furnished {
  team: string;
  agent: string;
  pact: string;
  workflow: string;
  /** Hash of the open draft. */
  draft: string;
  /** Hash of the live version. */
  live: string;
  comment: string;
  redline: string;
  question: string;
  subscriber: string;
  decision: string;
  review: string;
  evidence: string;
  incident: string;
  drift: string;
  grant: string;
  override: string;
  key: string;
  invitation: string;
  issuer: string;
  member: string;
  metric: string;
  drill: string;
  exception: string;
  finding: string;
  webhook: string;
  /** Where the suite's server has a mail server. */
  mail: string;
  delivery: string;
  /** Its slug, which its ledger goes by. */
  log: string;
  /** Beyond every ledger's end. */
  entry: string;
  witness: string;
  hold: string;
  report: string;
  /** Of the report's link. */
  token: string;
  email: string;
}

const idOf = async (asked: Promise<ApiAnswer>): Promise<string> => {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.body.id;
};

/** One of everything in an organisation: what others must not even learn of. */
export async function furnish(as: Clients, name: string): Promise<Furnished> {
  const [team, agent, pact] = [`${name}-team`, `${name}-bot`, name];
  const members = (await as.owner.must(200, as.owner.get("/api/v1/members"))).items;
  const operator = members.find((one: { role: string }) => one.role === "operator");
  await as.owner.must(200, as.owner.put(`/api/v1/teams/${team}`, { name, members: [operator.email] }));
  const registered = { name, owner: team, release: "r1", candidates: ["r2"] };
  await as.author.must(200, as.author.put(`/api/v1/agents/${agent}`, registered));
  const { hash: live } = await publishPact(as, pactOf(pact, agent));
  const next = { ...pactOf(pact, agent), title: "Another title" };
  const { hash: draft } = await as.author.must(200, as.author.put(`/api/v1/pacts/${pact}`, next));
  const record = { agent, pact, clause: "cites", observedAt: new Date().toISOString(), source: "lab" };
  const evidence = await idOf(as.service.post("/api/v1/evidence", { ...record, passed: 0, failed: 200 }));
  const held = await as.service.must(200, as.service.post("/api/v1/decisions", { agent, action: "orders.read" }));
  const drifts = await as.auditor.must(200, as.auditor.get(`/api/v1/drifts?agent=${agent}`));
  const incident = await idOf(as.operator.post("/api/v1/incidents", { agent, severity: "low", title: "Late" }));
  await idOf(as.operator.post("/api/v1/grants", { agent, level: "limited", reason: "careful" }));
  const grant = await idOf(as.operator.post("/api/v1/grants", { agent, level: "full", reason: "proven" }));
  const override = await idOf(as.operator.post("/api/v1/overrides", overrideOf(agent, pact)));
  const key = await idOf(as.owner.post("/api/v1/keys", { kind: "service", name: "ci", scopes: ["read"] }));
  const invited = { email: `new@${name}.example`, role: "auditor" };
  const invitation = await idOf(as.owner.post("/api/v1/invitations", invited));
  const metric = `${name}-metric`;
  const governing = { formula: "policy_bypasses", owner: team, cadence: "P7D", threshold: { op: ">", value: 1000 } };
  await as.owner.must(200, as.owner.put(`/api/v1/metrics/${metric}`, { ...governing, response: { do: "notify" } }));
  const drill = await idOf(as.owner.post("/api/v1/drills", { metric }));
  const call = { agent, action: "payroll.pay", at: new Date().toISOString() };
  const { exception } = await as.service.must(201, as.service.post("/api/v1/observations", call));
  const findings = await as.auditor.must(200, as.auditor.get(`/api/v1/findings?agent=${agent}`));
  for (const kind of ["agent", "gateway"])
    await as.service.must(200, as.service.post("/api/v1/heartbeats", { [kind]: agent, every: "P1D" }));
  const issuer = `${name}-lab`;
  const key25519 = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  await as.owner.must(200, as.owner.put(`/api/v1/issuers/${issuer}`, { name, kind: "third_party", keys: [key25519] }));
  const { slug: log } = await as.owner.must(200, as.owner.get("/api/v1/organisation"));
  const witnessed = { url: "http://localhost:9", key: witnessKey(name) };
  const witness = await idOf(as.owner.post("/api/v1/ledger/witnesses", witnessed));
  const comment = await idOf(as.author.post(`/api/v1/pacts/${pact}/comments`, { hash: draft, says: "Why?" }));
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const shared = { pact, audience: "A buyer", expiresAt, countersign: true };
  const { id: report, url } = await as.author.must(201, as.author.post("/api/v1/reports", shared));
  const redline = await proposed(as, url, { pact, hash: live });
  const reader = { question: await asked(as, url), subscriber: await subscribed(as, url, report) };
  const said = { comment, redline, ...reader };
  const hold = await idOf(as.owner.post("/api/v1/holds", { reason: "a dispute" }));
  const history = { log, entry: "99999999", witness, hold, report, token: url.split("/").at(-1) };
  const webhook = await idOf(as.owner.post("/api/v1/webhooks", { url: "https://hooks.example.invalid/surety" }));
  const delivery = await idOf(as.owner.post(`/api/v1/webhooks/${webhook}/ping`, {}));
  const tried = await as.owner.post("/api/v1/mail/try", {});
  const ids = {
    mail: String(tried.body.id),
    webhook,
    delivery,
    decision: held.id,
    review: held.review.id,
    evidence,
    incident,
    drift: drifts.items[0].id,
    grant,
  };
  const people = { key, invitation, member: operator.id, email: operator.email };
  return {
    team,
    agent,
    pact,
    workflow: `${pact}-flow`,
    draft,
    live,
    metric,
    drill,
    exception,
    finding: findings.items[0].id,
    ...history,
    ...said,
    ...ids,
    override,
    issuer,
    ...people,
  };
}

/** What a form beneath a link sends. */
async function sendForm(url: string, form: Record<string, string>): Promise<void> {
  const sent = await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(form) });
  if (sent.status !== 303) throw new Error(await sent.text());
}

/** A question, as a reader asks it behind a link. */
async function asked(as: Clients, url: string): Promise<string> {
  await sendForm(`${url}/questions`, { name: "Jane Doe", question: "Who reads the evals?" });
  return (await as.author.must(200, as.author.get("/api/v1/questions"))).items[0].id;
}

/** A webhook that is told of a report, as a reader names it behind a link. */
async function subscribed(as: Clients, url: string, report: string): Promise<string> {
  const body = new URLSearchParams({ url: "https://hooks.example.invalid/reader" });
  const sent = await fetch(`${url}/subscriptions`, { method: "POST", body });
  if (sent.status !== 200) throw new Error(await sent.text());
  return (await as.author.must(200, as.author.get(`/api/v1/reports/${report}/subscribers`))).items[0].id;
}

/** Other wording, as a counterparty proposes it behind its link. */
async function proposed(as: Clients, url: string, { pact, hash }: { pact: string; hash: string }): Promise<string> {
  const form = { hash, name: "Jane Doe", email: "jane@globex.example", "wording:cites": "Names the very paragraph." };
  await sendForm(`${url}/contract/redline`, form);
  return (await as.author.must(200, as.author.get(`/api/v1/pacts/${pact}/redlines`))).items[0].id;
}

/** What a POST of an override says. */
export const overrideOf = (agent: string, pact: string, more: object = {}) => ({
  agent,
  pact,
  clause: "cites",
  triggers: ["missing"],
  actions: ["payments.refund"],
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  reason: "the lab is down",
  ...more,
});

/** A second organisation with one of everything, and who acts there. */
export async function rivalOf(surety: Started) {
  const created = await createOrganisation(surety, "Rival");
  const as = clientsOf({ ...created, url: surety.url });
  const people = Object.fromEntries(created.members.map((member) => [member.role, member]));
  return { as, has: await furnish(as, "rival"), people: people as Record<string, Quickstart["members"][number]> };
}

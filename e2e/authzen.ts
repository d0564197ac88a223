import { type Clients, publishPact } from "./client";

const clause = (key: string, actions: string[], require: string, violation: object | string) => ({
  key,
  title: key,
  obligation: `${key} holds.`,
  severity: "minor",
  owner: "desk",
  recertify: "P30D",
  actions,
  require,
  on: { violation },
});
const pact = (agent: string, actions: string[], clauses: object[]) => ({
  surety: 1,
  pact: `${agent}-pact`,
  title: agent,
  agent,
  workflow: "records",
  parties: { provider: "Acme AI" },
  scope: { actions, outside: "block" },
  clauses,
});

/** The fixture of the certification scenario, as pacts; and an agent that is degraded, held and allowed by amount. */
const PACTS = [
  pact(
    "alice",
    ["read", "write", "delete"],
    [
      clause(
        "not-archived",
        ["write"],
        'has(resource.properties) && has(resource.properties.status) ? resource.properties.status != "archived" : true',
        "block",
      ),
      clause("soft-delete", ["delete"], "context.action.soft == true", "block"),
    ],
  ),
  pact("bob", ["read", "write"], [clause("archived", ["write"], 'resource.properties.status == "archived"', "block")]),
  pact(
    "payer",
    ["payouts.*"],
    [
      clause("small", ["payouts.send"], "context.amount <= 10", { do: "degrade", limits: { amount: { max: 50 } } }),
      clause("known", ["payouts.change"], "context.known == true", "review"),
    ],
  ),
];

export const alice = { type: "user", id: "alice" };
export const bob = { type: "user", id: "bob" };
export const payer = { type: "agent", id: "payer" };
export const record = (n: number, status?: string) => ({
  type: "record",
  id: `record-${n}`,
  ...(status ? { properties: { status } } : {}),
});
export const read = { name: "read" };
export const write = { name: "write" };
export const admin = { ...bob, properties: { role: "admin" } };

/** Puts the fixture in place. */
export async function authzenFixture(as: Clients): Promise<void> {
  await as.owner.must(200, as.owner.put("/api/v1/teams/desk", { name: "Desk", members: [] }));
  for (const document of PACTS) {
    const body = { name: document.agent, owner: "desk", release: "r1" };
    await as.author.must(200, as.author.put(`/api/v1/agents/${document.agent}`, body));
    await publishPact(as, document);
  }
}

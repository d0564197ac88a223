import { type Furnished, overrideOf, pactOf } from "./furnished";

const past = () => new Date(Date.now() - 60_000).toISOString();
const record = (agent: string, pact: string) => ({
  agent,
  pact,
  clause: "cites",
  outcome: "pass",
  observedAt: past(),
  source: "lab",
});

/** Bodies that are well formed for every operation that takes one; `has` may be anybody's. */
export const BODIES: Record<string, (has: Furnished) => unknown> = {
  "POST /api/v1/decisions": ({ agent }) => ({ agent, action: "payments.refund", context: { amount: 1 } }),
  "POST /api/v1/decisions/batch": ({ agent }) => ({ requests: [{ agent, action: "payments.refund" }] }),
  "POST /api/v1/decisions/{id}/outcome": () => ({ result: "success" }),
  "POST /access/v1/evaluation": ({ agent }) => evaluation(agent),
  "POST /access/v1/evaluations": ({ agent }) => ({ evaluations: [evaluation(agent)] }),
  "POST /access/v1/search/subject": ({ agent }) => ({ ...evaluation(agent), subject: { type: "agent" } }),
  "POST /access/v1/search/resource": ({ agent }) => ({ ...evaluation(agent), resource: { type: "order" } }),
  "POST /access/v1/search/action": ({ agent }) => ({ ...evaluation(agent), action: undefined }),
  "PATCH /api/v1/organisation": () => ({}),
  "PATCH /api/v1/members/{id}": ({ workflow }) => ({ workflows: [workflow] }),
  "POST /api/v1/invitations": ({ workflow }) => ({ email: "x@x.example", role: "auditor", workflows: [workflow] }),
  "POST /api/v1/keys": () => ({ kind: "personal", name: "laptop" }),
  "POST /api/v1/keys/{id}/rotate": () => ({}),
  "PUT /api/v1/teams/{slug}": ({ email }) => ({ name: "Team", members: [email] }),
  "PUT /api/v1/agents/{slug}": () => ({ name: "Agent", owner: "desk", release: "r1" }),
  "PUT /api/v1/workflows/{slug}": () => ({ name: "Flow", consequential: true, risk: "high" }),
  "PUT /api/v1/pacts/{slug}": ({ agent }) => pactOf("ours", agent),
  "POST /api/v1/pacts/{slug}/submit": ({ draft }) => ({ hash: draft }),
  "POST /api/v1/pacts/{slug}/withdraw": ({ draft }) => ({ hash: draft }),
  "POST /api/v1/pacts/{slug}/approve": ({ draft }) => ({ hash: draft }),
  "POST /api/v1/pacts/{slug}/publish": ({ draft }) => ({ hash: draft }),
  "POST /api/v1/grants": ({ agent, workflow }) => ({ agent, workflow, level: "limited", reason: "careful" }),
  "POST /api/v1/grants/{id}/approve": () => ({}),
  "POST /api/v1/grants/{id}/deny": () => ({}),
  "POST /api/v1/reviews/{id}/approve": () => ({}),
  "POST /api/v1/reviews/{id}/deny": () => ({}),
  "POST /api/v1/reviews/{id}/claim": () => ({}),
  "POST /api/v1/reviews/{id}/escalate": () => ({}),
  "POST /api/v1/reviews/bulk": ({ review }) => ({ ids: [review], answer: "deny" }),
  "POST /api/v1/runs/end": ({ agent }) => ({ agent, run: "run-of-nobody" }),
  "POST /api/v1/restorations": ({ agent, pact }) => ({ agent, pact, clause: "cites", trigger: "drift", reason: "ok" }),
  "POST /api/v1/overrides": ({ agent, pact }) => overrideOf(agent, pact),
  "POST /api/v1/overrides/{id}/approve": () => ({}),
  "POST /api/v1/overrides/{id}/deny": () => ({}),
  "POST /api/v1/overrides/{id}/revoke": () => ({}),
  "POST /api/v1/overrides/{id}/ratify": () => ({}),
  "POST /api/v1/overrides/{id}/withdraw": () => ({}),
  "PATCH /api/v1/overrides/{id}": () => ({ reason: "the lab is still down" }),
  "POST /api/v1/overrides/bulk": ({ override }) => ({ ids: [override], answer: "deny" }),
  "POST /api/v1/incidents": ({ agent }) => ({ agent, severity: "low", title: "Late" }),
  "PATCH /api/v1/incidents/{id}": () => ({ status: "resolved", note: "over" }),
  "POST /api/v1/evidence": ({ agent, pact }) => record(agent, pact),
  "POST /v1/traces": () => ({ resourceSpans: [] }),
  "PUT /api/v1/issuers/{slug}": () => ({ name: "Lab", kind: "own", keys: [issuerKey("B")] }),
  "POST /api/v1/drifts/{id}/verify": () => ({ reason: "seen" }),
  "POST /api/v1/drifts/{id}/clear": () => ({ reason: "seen" }),
  "PUT /api/v1/metrics/{slug}": () => ({
    formula: "policy_bypasses",
    owner: "desk",
    cadence: "P7D",
    threshold: { op: ">", value: 3 },
    response: { do: "notify" },
  }),
  "POST /api/v1/metrics/{slug}/measure": () => ({}),
  "POST /api/v1/metrics/{slug}/lift": () => ({ reason: "seen" }),
  "POST /api/v1/metrics/{slug}/review": () => ({}),
  "POST /api/v1/observations": ({ agent, decision }) => ({
    agent,
    action: "payments.refund",
    at: "2020-01-01T00:00:00Z",
    decision,
  }),
};
const evaluation = (agent: string) => ({
  subject: { type: "agent", id: agent },
  action: { name: "payments.refund" },
  resource: { type: "order", id: "1" },
});

/** A public key of Ed25519, by its first letter. */
export const issuerKey = (letter: string) => ({ kty: "OKP", crv: "Ed25519", x: letter.padEnd(43, "A") });

/** What a path's parameter is an id of. */
export const NOUNS: Record<string, keyof Furnished> = {
  agents: "agent",
  decisions: "decision",
  drifts: "drift",
  grants: "grant",
  incidents: "incident",
  invitations: "invitation",
  issuers: "issuer",
  keys: "key",
  members: "member",
  metrics: "metric",
  overrides: "override",
  pacts: "pact",
  reviews: "review",
  teams: "team",
  workflows: "workflow",
};

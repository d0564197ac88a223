/** What the in-process benchmark decides about: organisations of so many pacts, and requests as they come off the wire. */
import { documentHash, evidenceHash } from "../../lib/domain/canonical.ts";
import type { DecisionRequest } from "../../lib/domain/decision.ts";
import { applyEvidence, newLine } from "../../lib/domain/line.ts";
import type { PactDocument } from "../../lib/domain/pact.ts";
import { parseSettings } from "../../lib/domain/settings.ts";
import type { ClauseLine, OrganisationState } from "../../lib/domain/state.ts";
import { fillDefaults } from "../../lib/domain/testing.ts";

export const NOW = Date.parse("2026-11-22T12:00:00Z");
export const ACTION = "payments.refund";
const HOUR = 3_600_000;

/** Requirements of the clauses of the `n`th pact; null: a clause that evidence alone keeps. */
export type Requirements = (n: number) => (string | null)[];
/** `agents`: each pact has an agent of its own. `workflows`: one agent has them all, and requests name the workflow. */
export type Shape = "agents" | "workflows";

const agentOf = (shape: Shape, n: number) => (shape === "agents" ? `bot-${n}` : "bot");

export function documentOf(shape: Shape, n: number, requirements: (string | null)[]): PactDocument {
  return fillDefaults({
    surety: 1,
    pact: `pact-${n}`,
    title: `Pact ${n}`,
    agent: agentOf(shape, n),
    workflow: `workflow-${n}`,
    parties: { provider: "Acme AI" },
    scope: { actions: [ACTION, "orders.*"], outside: { do: "block" } },
    clauses: requirements.map((require, i) => ({
      key: `clause-${i}`,
      title: `Clause ${i}`,
      obligation: "It keeps what it says.",
      severity: "major",
      owner: "desk",
      recertify: "P30D",
      restore: "auto",
      ...(require !== null && { require }),
      evidence: { method: "runtime", target: 0.9, freshness: "P7D" },
      on: {
        ...(require !== null && { violation: { do: "block" } }),
        missing: { do: "block" },
        stale: { do: "review" },
      },
    })),
  });
}

/** An organisation of `pacts` live pacts, every clause of them fresh. */
export function organisationOf(shape: Shape, pacts: number, requirements: Requirements): OrganisationState {
  const documents = Array.from({ length: pacts }, (_, n) => documentOf(shape, n, requirements(n)));
  const agents = [...new Set(documents.map(({ agent }) => agent))];
  return {
    organisation: "org_bench",
    revision: 1,
    settings: parseSettings({}),
    agents: agents.map((slug) => ({ slug, release: "r1", candidates: [] })),
    workflows: [],
    pacts: documents.map((document) => ({
      pact: document.pact,
      version: 1,
      hash: documentHash(document),
      document,
      mode: document.mode,
    })),
    lines: documents.flatMap(freshLines),
    latches: [],
    incidents: [],
    overrides: [],
    grants: [],
    caps: [],
  };
}

function freshLines(document: PactDocument): ClauseLine[] {
  return document.clauses.map((clause, i) => {
    const key = {
      agent: document.agent,
      pact: document.pact,
      clause: clause.key,
      evidenceHash: evidenceHash(document, clause),
      release: "r1",
    };
    const record = {
      ...key,
      id: `evd_${document.pact}_${i}`,
      passed: 100,
      failed: 0,
      observedAt: NOW - (i + 1) * HOUR,
      recordedAt: NOW,
      source: "ci",
      vouchedBy: "runtime" as const,
      artifactUsed: false,
      task: null,
    };
    const newId = () => "lat";
    return applyEvidence({ line: newLine(key), record, clause, document, latches: [], live: true, now: NOW, newId })
      .line;
  });
}

/** Evenly spread over [0, 1), the same in every run. */
function spread(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/**
 * Requests to an organisation, parsed from JSON text each, as a server sees them.
 * @param amounts what their amounts lie below: at 500 and less every requirement of the benchmark is met
 */
export function requestsTo(shape: Shape, pacts: number, count: number, amounts: number): DecisionRequest[] {
  const random = spread(7);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  return Array.from({ length: count }, (): DecisionRequest => {
    const n = Math.floor(random() * pacts);
    const context = {
      amount: Math.floor(random() * amounts),
      currency: pick(["EUR", "EUR", "USD"]),
      country: pick(["DE", "FR", "IT", "ES"]),
      items: 1 + Math.floor(random() * 5),
    };
    const request = { agent: agentOf(shape, n), action: ACTION, workflow: `workflow-${n}`, context };
    return JSON.parse(JSON.stringify(request));
  });
}

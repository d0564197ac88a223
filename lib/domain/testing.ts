/** Builders for tests of the domain: an organisation's state from a few facts, evidence fed through `applyEvidence`. */
import { documentHash, evidenceHash } from "./canonical.ts";
import { type EvidenceRecord, lineRelease } from "./evidence.ts";
import { applyEvidence, newLine } from "./line.ts";
import type { Clause, Level, PactDocument } from "./pact.ts";
import { parseSettings } from "./settings.ts";
import type {
  AgentState,
  Authority,
  ClauseLine,
  GrantState,
  MetricCap,
  OrganisationState,
  OverrideState,
} from "./state.ts";

/** Documents as golden cases write them: canonical but for the defaults. */
export type WrittenPact = Omit<PactDocument, "scope" | "permit" | "mode" | "clauses"> & {
  mode?: PactDocument["mode"];
  permit?: string;
  scope: Omit<PactDocument["scope"], "release"> & { release?: PactDocument["scope"]["release"] };
  clauses: (Omit<Clause, "evidence"> & {
    evidence?: Partial<NonNullable<Clause["evidence"]>> & {
      method: "eval" | "runtime" | "attestation" | "human";
      freshness: string;
    };
  })[];
};

/** The defaults of CONTRACT.md 2 filled in. */
export function fillDefaults(written: WrittenPact): PactDocument {
  return {
    ...written,
    mode: written.mode ?? "enforce",
    permit: written.permit ?? "PT5M",
    scope: { ...written.scope, release: written.scope.release ?? "assumed" },
    clauses: written.clauses.map((clause) => ({
      ...clause,
      evidence: clause.evidence && { target: 1, perRelease: true, minChecks: 1, ...clause.evidence },
    })),
  };
}

/** A pact "p" of agent "a" with one clause "c". @param over the clause, but for what any has */
export function oneClause(
  over: Omit<WrittenPact["clauses"][number], "key" | "title" | "obligation" | "owner" | "recertify">,
) {
  const document = fillDefaults({
    ...{ surety: 1, pact: "p", title: "P", agent: "a", workflow: "w" },
    parties: { provider: "us" },
    scope: { actions: ["x"], outside: { do: "block" } },
    clauses: [
      {
        ...{ key: "c", title: "Keeps its word", obligation: "It does.", owner: "team", recertify: "P30D" },
        ...over,
      },
    ],
  });
  const clause = document.clauses[0] as Clause;
  const key = { agent: "a", pact: "p", clause: "c", evidenceHash: evidenceHash(document, clause), release: "r1" };
  return { document, clause, key };
}

export type GivenEvidence = {
  agent: string;
  pact: string;
  clause: string;
  passed: number;
  failed: number;
  observedAt: string;
  source: string;
  release?: string;
  recordedAt?: string;
  vouchedBy?: EvidenceRecord["vouchedBy"];
  task?: string;
};

export interface Given {
  pacts: string[];
  evidence?: GivenEvidence[];
  settings?: Partial<OrganisationState["settings"]>;
  incidents?: { agent: string; severity: Level; title: string }[];
  granted?: Record<string, Authority>;
  caps?: ({ metric: string; level: MetricCap["level"] } & Partial<MetricCap>)[];
  grants?: { agent: string; workflow?: string; level: Authority; since?: string; until?: string }[];
  overrides?: {
    agent: string;
    pact: string;
    clause: string | null;
    triggers: OverrideState["triggers"];
    actions: string[];
    when?: string | null;
    maxUses?: number | null;
    used?: number;
    startsAt: string;
    endsAt: string;
    reason: string;
    state: string;
  }[];
}

type Builder = { state: OrganisationState; agents: Map<string, AgentState>; now: number };

/** One record given to the state: its line grows, its latches join; nothing else changes. */
function takeEvidence({ state, agents, now }: Builder, given: GivenEvidence, index: number): void {
  const live = state.pacts.find((pact) => pact.pact === given.pact);
  const clause = live?.document.clauses.find(({ key }) => key === given.clause);
  if (!live || !clause) throw new Error(`no clause ${given.pact}/${given.clause}`);
  const release = given.release ?? agents.get(given.agent)?.release ?? "";
  const key = {
    agent: given.agent,
    pact: given.pact,
    clause: given.clause,
    evidenceHash: evidenceHash(live.document, clause),
    release: lineRelease(clause, release),
  };
  const record: EvidenceRecord = {
    ...key,
    id: `evd_${index}`,
    release,
    passed: given.passed,
    failed: given.failed,
    observedAt: Date.parse(given.observedAt),
    recordedAt: given.recordedAt ? Date.parse(given.recordedAt) : now,
    source: given.source,
    vouchedBy: given.vouchedBy ?? "provider",
    artifactUsed: false,
    task: given.task ?? null,
  };
  const same = (line: ClauseLine) =>
    line.pact === key.pact && line.clause === key.clause && line.release === key.release && line.agent === key.agent;
  const line = state.lines.find(same) ?? newLine(key);
  const own = state.latches.filter((latch) => latch.pact === key.pact && latch.clause === key.clause);
  let made = 0;
  const newId = () => `lat_${index}_${++made}`;
  const applied = applyEvidence({
    line,
    record,
    clause,
    document: live.document,
    latches: own,
    live: true,
    now: record.recordedAt,
    newId,
  });
  state.lines = [...state.lines.filter((other) => other !== line), applied.line];
  state.latches = [...state.latches.filter((latch) => !applied.lifted.includes(latch)), ...applied.latches];
}

/** An organisation at `now` in which these pacts are live and all this is given. */
export function stateOf(
  given: Given,
  world: {
    now: number;
    agents: { slug: string; release: string; candidates?: string[] }[];
    pacts: Record<string, WrittenPact>;
  },
): OrganisationState {
  const agents = world.agents.map((agent): AgentState => ({ candidates: [], ...agent }));
  const granted = Object.entries(given.granted ?? {}).map(([agent, level]) => ({ agent, level }));
  const written: NonNullable<Given["grants"]> = [...granted, ...(given.grants ?? [])];
  const grants = written.map(
    ({ agent, level, workflow, since, until }, i): GrantState => ({
      id: `grt_${i}`,
      agent,
      workflow: workflow ?? null,
      level,
      reason: "case",
      since: since ? Date.parse(since) : 0,
      until: until ? Date.parse(until) : null,
    }),
  );
  const state: OrganisationState = {
    organisation: "org_case",
    revision: 1,
    settings: { ...parseSettings({}), ...given.settings },
    agents,
    workflows: [],
    pacts: given.pacts.map((slug) => {
      const document = fillDefaults(world.pacts[slug] as WrittenPact);
      return { pact: slug, version: 1, hash: documentHash(document), document, mode: document.mode };
    }),
    caps: (given.caps ?? []).map((cap, i) => ({
      id: `mrs_${i}`,
      agent: null,
      workflow: null,
      pact: null,
      since: 0,
      says: "case",
      ...cap,
    })),
    lines: [],
    latches: [],
    incidents: (given.incidents ?? []).map((incident, i) => ({ id: `inc_${i}`, openedAt: world.now, ...incident })),
    overrides: (given.overrides ?? []).flatMap((override, i) =>
      override.state === "approved"
        ? [
            {
              id: `ovr_${i}`,
              agent: override.agent,
              pact: override.pact,
              clause: override.clause,
              triggers: override.triggers,
              actions: override.actions,
              when: override.when ?? null,
              maxUses: override.maxUses ?? null,
              used: override.used ?? 0,
              startsAt: Date.parse(override.startsAt),
              endsAt: Date.parse(override.endsAt),
              reason: override.reason,
            },
          ]
        : [],
    ),
    grants,
  };
  const builder = { state, agents: new Map(agents.map((agent) => [agent.slug, agent])), now: world.now };
  for (const [index, evidence] of (given.evidence ?? []).entries()) takeEvidence(builder, evidence, index);
  return state;
}

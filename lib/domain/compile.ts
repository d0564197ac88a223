/** `compile(state) → Snapshot`: everything a decision needs, worked out beforehand; and the deltas that keep it current. */
import { BriefBook } from "./brief-book.ts";
import { type ClauseStanding, clauseStanding } from "./clause-standing.ts";
import { lineRelease } from "./evidence.ts";
import { bindOverride } from "./override.ts";
import { type BoundPact, type PlanBook, planFor } from "./plan.ts";
import { programOf } from "./program.ts";
import { type AgentSnapshot, lineKey, type Snapshot } from "./snapshot.ts";
import type { AgentState, ClauseLine, Latch, LivePact, MetricCap, OrganisationState } from "./state.ts";
import { isTwin } from "./twin.ts";

export type { Snapshot } from "./snapshot.ts";

/**
 * The snapshot of an organisation's state. What depends on a document alone is compiled once per document object, so
 * compiling again after a change of standing is cheap.
 */
export function compile(state: OrganisationState): Snapshot {
  const facts = {
    pacts: byAgent(state.pacts, (pact) => pact.document.agent),
    lines: byAgent(state.lines),
    latches: byAgent(state.latches),
    incidents: byAgent(state.incidents),
    overrides: byAgent(state.overrides),
    spendings: byAgent(state.spendings ?? []),
    grants: byAgent(state.grants),
  };
  const made = (agent: AgentState, live: readonly LivePact[], caps: MetricCap[]): [string, AgentSnapshot] => {
    const { slug } = agent;
    const own = {
      agent,
      book: bookOf(live),
      lines: new Map((facts.lines.get(slug) ?? []).map((line) => [lineKey(line), line])),
      latches: facts.latches.get(slug) ?? [],
      incidents: facts.incidents.get(slug) ?? [],
      overrides: (facts.overrides.get(slug) ?? []).map(bindOverride),
      spendings: facts.spendings.get(slug) ?? [],
      grants: facts.grants.get(slug) ?? [],
      caps,
    };
    return [slug, agentSnapshot(own, standingsOf(own))];
  };
  const agents = new Map(
    state.agents.map((agent) => {
      const caps = state.caps.filter((cap) => cap.agent === null || cap.agent === agent.slug);
      return made(agent, facts.pacts.get(agent.slug) ?? [], caps);
    }),
  );
  const twins = new Map(
    (state.twins ?? []).map(({ twinOf, enforced, ...twin }) => {
      const live = (facts.pacts.get(twinOf) ?? []).map((pact) =>
        enforced.includes(pact.pact) ? { ...pact, mode: "enforce" as const } : pact,
      );
      // What holds for its agent is not what is drilled: a twin has its own caps alone.
      return made(
        twin,
        live,
        state.caps.filter((cap) => cap.agent === twin.slug),
      );
    }),
  );
  const { organisation, revision, settings, workflows } = state;
  return { organisation, revision, settings, workflows, agents, twins, grants: facts.grants, caps: state.caps };
}

function byAgent<T extends { agent: string }>(rows: readonly T[]): Map<string, T[]>;
function byAgent<T>(rows: readonly T[], agentOf: (row: T) => string): Map<string, T[]>;
function byAgent<T>(rows: readonly T[], agentOf = (row: T) => (row as { agent: string }).agent): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(agentOf(row));
    if (group) group.push(row);
    else groups.set(agentOf(row), [row]);
  }
  return groups;
}

function bookOf(live: readonly LivePact[]): PlanBook {
  const pacts = live.map(
    ({ pact, version, hash, mode, enforcedBy = null, document }, index): BoundPact => ({
      index,
      pact,
      version,
      hash,
      mode,
      enforcedBy,
      workflow: document.workflow,
      program: programOf(document),
    }),
  );
  const book: PlanBook = { pacts, plans: new Map() };
  const exact = pacts.flatMap(({ program }) => program.document.scope.actions.filter((name) => !name.endsWith("*")));
  for (const action of exact) planFor(book, action);
  return book;
}

type Unjudged = Omit<AgentSnapshot, "standings" | "briefs">;

/** Made here and nowhere else, member by member: a decision is twice as fast where all agents' objects have one shape. */
function agentSnapshot(own: Unjudged, standings: AgentSnapshot["standings"], briefs = new BriefBook()): AgentSnapshot {
  const { agent, book, lines, latches, incidents, overrides, spendings, grants, caps } = own;
  return { agent, book, lines, latches, incidents, overrides, spendings, grants, caps, standings, briefs };
}

function standingsOf(own: Unjudged): AgentSnapshot["standings"] {
  const releases = new Set([own.agent.release, ...own.agent.candidates]);
  return new Map([...releases].map((release) => [release, releaseStandings(own, release)]));
}

function releaseStandings(own: Unjudged, release: string): ClauseStanding[][] {
  return own.book.pacts.map((pact) => pact.program.clauses.map((_, index) => standingOf(own, pact, index, release)));
}

function standingOf(
  own: Unjudged,
  { pact, program: pactProgram }: BoundPact,
  index: number,
  release: string,
): ClauseStanding {
  const program = pactProgram.clauses[index] as (typeof pactProgram.clauses)[number];
  const { clause, evidenceHash } = program;
  const key = { pact, clause: clause.key, evidenceHash, release: lineRelease(clause, release) };
  return clauseStanding({
    pact: pactProgram,
    program,
    line: own.lines.get(lineKey(key)) ?? null,
    latches: own.latches.filter((latch) => latch.pact === pact && latch.clause === clause.key),
    incidents: own.incidents,
    spendings: own.spendings.filter((one) => one.pact === pact && one.clause === clause.key),
    release,
    current: own.agent.release,
  });
}

/** Where the clauses of an agent's pacts stand for a release; one that is not registered has nothing of its own. */
export function standingsFor(agent: AgentSnapshot, release: string): ClauseStanding[][] {
  return agent.standings.get(release) ?? releaseStandings(agent, release);
}

/**
 * The snapshot after evidence or restorations alone: only the clauses named by a changed line or latch are judged anew.
 * @param latches all latches in force of those clauses; null where none came or went.
 */
export function withLines(
  snapshot: Snapshot,
  lines: readonly ClauseLine[],
  latches: readonly Latch[] | null,
  revision: number,
): Snapshot {
  const agents = new Map(snapshot.agents);
  const twins = new Map(snapshot.twins);
  const changed = byAgent([...lines, ...(latches ?? [])]);
  for (const [slug, rows] of changed) {
    const among = isTwin(slug) ? twins : agents;
    const before = among.get(slug);
    if (!before) continue;
    const touched = new Set(rows.map((row) => `${row.pact}\n${row.clause}`));
    const touches = (row: { pact: string; clause: string }) => touched.has(`${row.pact}\n${row.clause}`);
    const known = new Map(before.lines);
    for (const line of lines) if (line.agent === slug) known.set(lineKey(line), line);
    const fresh = latches?.filter((latch) => latch.agent === slug);
    const own: Unjudged = {
      ...before,
      lines: known,
      latches: fresh ? [...before.latches.filter((latch) => !touches(latch)), ...fresh] : before.latches,
    };
    among.set(slug, agentSnapshot(own, rejudge(own, before.standings, touches)));
  }
  return { ...snapshot, revision, agents, twins };
}

function rejudge(
  own: Unjudged,
  before: AgentSnapshot["standings"],
  touches: (row: { pact: string; clause: string }) => boolean,
): AgentSnapshot["standings"] {
  const judged = ([release, standings]: [string, ClauseStanding[][]]): [string, ClauseStanding[][]] => [
    release,
    standings.map((clauses, p) => {
      const pact = own.book.pacts[p] as BoundPact;
      if (!pact.program.clauses.some(({ clause }) => touches({ pact: pact.pact, clause: clause.key }))) return clauses;
      return clauses.map((standing, c) => {
        const key = pact.program.clauses[c]?.clause.key as string;
        return touches({ pact: pact.pact, clause: key }) ? standingOf(own, pact, c, release) : standing;
      });
    }),
  ];
  return new Map([...before].map(judged));
}

/** The snapshot with uses of overrides counted that are decided but not yet read back. */
export function withUses(snapshot: Snapshot, overrideIds: readonly string[]): Snapshot {
  const uses = new Map<string, number>();
  for (const id of overrideIds) uses.set(id, (uses.get(id) ?? 0) + 1);
  const agents = new Map(snapshot.agents);
  for (const [slug, before] of agents) {
    if (!before.overrides.some(({ state }) => uses.has(state.id))) continue;
    const overrides = before.overrides.map((override) => {
      const used = override.state.used + (uses.get(override.state.id) ?? 0);
      return { ...override, state: { ...override.state, used } };
    });
    agents.set(slug, agentSnapshot({ ...before, overrides }, before.standings, before.briefs));
  }
  return { ...snapshot, agents };
}

const bare = new WeakMap<Snapshot, Snapshot>();

/** The snapshot with no overrides: while their uses cannot be counted, none can be used. */
export function withoutOverrides(snapshot: Snapshot): Snapshot {
  const known = bare.get(snapshot);
  if (known) return known;
  const agents = new Map(snapshot.agents);
  for (const [slug, before] of agents) {
    if (before.overrides.length > 0)
      agents.set(slug, agentSnapshot({ ...before, overrides: [] }, before.standings, before.briefs));
  }
  const without = { ...snapshot, agents };
  bare.set(snapshot, without);
  return without;
}

import { newestSegments } from "@/lib/db/decisions";
import { pactFacts } from "@/lib/db/pact-facts";
import { documentHash } from "@/lib/domain/canonical";
import { checkExpression } from "@/lib/domain/cel";
import { compile } from "@/lib/domain/compile";
import { decide } from "@/lib/domain/decide";
import type { DecisionRequest } from "@/lib/domain/decision";
import { type FieldError, invalid, invalidField, notFound } from "@/lib/domain/errors";
import type { PactDocument } from "@/lib/domain/pact";
import { checkPact, type PactChecks } from "@/lib/domain/pact-checks";
import { type DecisionJson, presentDecision } from "@/lib/domain/present";
import type { Actor } from "@/lib/domain/roles";
import { simulation, withDraft } from "@/lib/domain/simulate";
import type { Simulation, SimulationJob } from "@/lib/domain/simulate-shapes";
import type { LivePact, OrganisationState } from "@/lib/domain/state";
import { withoutTwins } from "@/lib/domain/twin";
import { runtime } from "@/lib/runtime/runtime";
import { read } from "./read";

export interface SimulateParams {
  /** A document in canonical form; absent: the version named, else the draft, else what is in force. */
  document?: PactDocument;
  version?: number;
  /** ms; decisions of `[from, to)` */
  from?: number;
  to?: number;
  /** Decisions replayed at most, the newest. */
  most: number;
  /** Asked in place of what was recorded. */
  requests?: DecisionRequest[];
}

export interface SimulationOf extends Simulation {
  pact: string;
  /** null: a document that is not saved. */
  version: number | null;
  hash: string;
  /** The version in force, which it is compared with; null: none. */
  live: { version: number; hash: string } | null;
  holes: PactChecks["holes"];
  /** Of `requests`, in order; null: recorded decisions were replayed. */
  answers: { before: DecisionJson; after: DecisionJson }[] | null;
}

/** Most decisions of one simulation. */
export const MOST_SIMULATED = 100_000;

/**
 * What a version of a pact would answer: recorded decisions of its agent, or requests at hand, asked again under it.
 * Nothing is recorded, and no decision waits for it.
 * @throws SuretyError not_found for an unknown pact or version; invalid for expressions that do not compile, and for an
 *   agent that nobody registered; unavailable where too many simulations wait
 */
export async function simulatePact(actor: Actor, pact: string, params: SimulateParams): Promise<SimulationOf> {
  const { organisationId } = actor;
  const { db, clock, simulator } = runtime();
  const { requests, most, from, to } = params;
  const now = clock.now();
  const drafted = await read(actor, async (tx) => {
    const chosen = await versionOf(pact, params, (where) =>
      tx.pactVersion.findMany({ where: { organisationId, pact, ...where }, orderBy: { version: "desc" } }),
    );
    return { ...chosen, facts: await pactFacts(tx, organisationId, chosen.document) };
  });
  const loaded = await db.loadState(organisationId, 0, now);
  if (!loaded || !("state" in loaded)) throw notFound();
  const { document, version, facts } = drafted;
  const live = loaded.state.pacts.find((one) => one.pact === pact) ?? null;
  const checks = checkPact(document, { ...facts, live: live?.document ?? null });
  refuse(document, facts.agent !== null);
  const hash = documentHash(document);
  const draft: LivePact = { pact, version: version ?? (live?.version ?? 0) + 1, hash, mode: document.mode, document };
  const agents = [...new Set([document.agent, ...(live ? [live.document.agent] : [])])];
  const job: SimulationJob = {
    state: narrowed(withoutTwins(loaded.state), agents, document, facts.lines),
    draft,
    missing: checks.missing,
    now,
  };
  const told = requests
    ? asked(job, requests)
    : {
        ...(await simulator.run({ job, bodies: await bodiesOf(actor, agents, params), agents, most, from, to })),
        answers: null,
      };
  const compared = live && { version: live.version, hash: live.hash };
  return { pact, version, hash, live: compared, holes: checks.holes, ...told };
}

const bodiesOf = (actor: Actor, agents: string[], { from, to, most }: SimulateParams): Promise<Uint8Array[]> =>
  read(actor, (tx) => newestSegments(tx, actor.organisationId, agents, { from, to }, most));

type Rows = (where: {
  version?: number;
  state?: { not: string };
}) => Promise<{ version: number; state: string; document: unknown }[]>;

/** The document to try: as given, or of the version named, else of the draft, else of what is in force. */
async function versionOf(
  pact: string,
  { document, version }: SimulateParams,
  rows: Rows,
): Promise<{ document: PactDocument; version: number | null }> {
  if (document) {
    if (document.pact !== pact)
      throw invalidField("document.pact", `is ${document.pact}, but it was sent as ${pact}; make them the same`);
    return { document, version: null };
  }
  const found = await rows(version === undefined ? { state: { not: "superseded" } } : { version });
  const chosen = found.find(({ state }) => state !== "live") ?? found[0];
  if (!chosen) throw notFound();
  return { document: chosen.document as PactDocument, version: chosen.version };
}

function refuse(document: PactDocument, registered: boolean): void {
  const errors: FieldError[] = [];
  if (!registered) {
    const message = `is ${document.agent}, which nobody registered; register it: PUT /api/v1/agents/${document.agent}`;
    errors.push({ path: "document.agent", message });
  }
  for (const [index, clause] of document.clauses.entries()) {
    for (const name of ["when", "require"] as const) {
      const source = clause[name];
      const check = source === undefined ? { ok: true as const } : checkExpression(source, document.facts);
      if (!check.ok) errors.push({ path: `document.clauses[${index}].${name}`, message: check.message });
    }
  }
  if (errors.length > 0) throw invalid(errors, "This draft cannot be simulated yet; see `errors`.");
}

/** What of the state bears on these agents; evidence of the pact also as approvers carried it over. */
function narrowed(
  state: OrganisationState,
  agents: string[],
  { agent, pact }: PactDocument,
  lines: OrganisationState["lines"],
): OrganisationState {
  const own = (row: { agent: string }) => agents.includes(row.agent);
  const others = state.lines.filter((line) => own(line) && (line.pact !== pact || line.agent !== agent));
  return {
    ...state,
    agents: state.agents.filter(({ slug }) => agents.includes(slug)),
    pacts: state.pacts.filter(({ document }) => agents.includes(document.agent)),
    lines: [...others, ...lines],
    latches: state.latches.filter(own),
    incidents: state.incidents.filter(own),
    overrides: state.overrides.filter(own),
    grants: state.grants.filter(own),
  };
}

/** Requests at hand in place of recorded ones: few, so they are asked here. */
function asked(job: SimulationJob, requests: DecisionRequest[]): Simulation & Pick<SimulationOf, "answers"> {
  const [today, after] = [compile(job.state), compile(withDraft(job.state, job.draft))];
  const simulator = simulation(job);
  const answers = requests.map((request, index) => {
    const before = decide(today, request, job.now);
    simulator.take({ id: `requests.${index}`, request, answer: before });
    const then = decide(after, request, job.now);
    return {
      before: presentDecision(null, before, null, job.now),
      after: presentDecision(null, then, null, job.now),
    };
  });
  return { ...simulator.result(), answers };
}

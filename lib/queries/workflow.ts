import type { Tx } from "@/lib/db/client";
import { type WorkflowView, workflowView } from "@/lib/db/rows";
import { minAuthority } from "@/lib/domain/authority";
import { notFound } from "@/lib/domain/errors";
import type { Clause, ConsequenceKind, Level, Limits, Mode, Severity, Trigger } from "@/lib/domain/pact";
import type { BoundPact } from "@/lib/domain/plan";
import { covers } from "@/lib/domain/program";
import type { Actor } from "@/lib/domain/roles";
import type { PactReport, StandingWord } from "@/lib/domain/standing";
import type { Authority } from "@/lib/domain/state";
import { standings } from "./pacts";
import { read, readNow } from "./read";
import { type TimelineEntry, timelineOf } from "./timeline";
import { isGated, livePactsIn, unlistedActions } from "./workflows";

/** What a clause does when it acts. */
interface ConsequenceOf {
  trigger: Trigger;
  /** Drift stage. */
  at?: number;
  do: ConsequenceKind;
  limits?: Limits;
}

interface ActionClause {
  pact: string;
  version: number;
  mode: Mode;
  agent: string;
  clause: string;
  title: string;
  severity: Severity;
  owner: string;
  /** null: the agent's standing is not known. */
  standing: StandingWord | null;
  when: string | null;
  consequences: ConsequenceOf[];
}

export interface WorkflowDetail extends WorkflowView {
  /** Each action, the clauses that name it, and what they do; `gated` is false where none does. */
  map: { action: string; risk: Level; gated: boolean; clauses: ActionClause[] }[];
  /** Patterns that pacts let agents do and that the workflow does not list. */
  unlisted: string[];
  pacts: {
    pact: string;
    version: number;
    title: string;
    agent: string;
    counterparty: string | null;
    mode: Mode;
    authority: PactReport["authority"] | null;
  }[];
  agents: { agent: string; effective: Authority | null }[];
  timeline: TimelineEntry[];
}

async function workflowRow(tx: Tx, organisationId: string, slug: string): Promise<WorkflowView> {
  const row = await tx.workflow.findUnique({ where: { organisationId_slug: { organisationId, slug } } });
  if (!row) throw notFound();
  return workflowView(row);
}

/** One workflow as registered. @throws SuretyError not_found */
export async function workflowBySlug(actor: Actor, slug: string): Promise<WorkflowView> {
  return read(actor, (tx) => workflowRow(tx, actor.organisationId, slug));
}

/** What a clause's `on` says, one line for each trigger and stage. */
function consequencesOf({ on: { drift, ...single } }: Clause): ConsequenceOf[] {
  const of = (
    trigger: Trigger,
    { do: does, limits }: { do: ConsequenceKind; limits?: Limits | undefined },
  ): ConsequenceOf => ({
    trigger,
    do: does,
    ...(limits && { limits }),
  });
  const plain = Object.entries(single).flatMap(([trigger, one]) => (one ? [of(trigger as Trigger, one)] : []));
  return [...plain, ...(drift ?? []).map((stage) => ({ ...of("drift", stage), at: stage.at }))];
}

/** Clauses of a pact that name an action. */
function clausesFor(action: string, agent: string, bound: BoundPact, report: PactReport | undefined): ActionClause[] {
  const { pact, version, mode, program } = bound;
  if (!covers(program.document.scope.actions, action)) return [];
  return program.clauses
    .filter(({ actions }) => covers(actions, action))
    .map(({ clause }) => ({
      pact,
      version,
      mode,
      agent,
      clause: clause.key,
      title: clause.title,
      severity: clause.severity,
      owner: clause.owner,
      standing: report?.clauses.find(({ key }) => key === clause.key)?.standing ?? null,
      when: clause.when ?? null,
      consequences: consequencesOf(clause),
    }));
}

/** A workflow's page: action → clauses → consequences, read left to right. @throws SuretyError not_found */
export async function workflowDetail(actor: Actor, slug: string): Promise<WorkflowDetail> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const workflow = await workflowRow(tx, organisationId, slug);
    const live = livePactsIn(snapshot, slug);
    const of = standings(snapshot, now);
    const reportOf = (agent: string, pact: string) => of(agent)?.pacts.find((one) => one.pact === pact);
    const pacts = live.map(({ agent, bound: { pact, version, mode, program } }) => ({
      pact,
      version,
      title: program.document.title,
      agent,
      counterparty: program.document.parties.counterparty ?? null,
      mode,
      authority: reportOf(agent, pact)?.authority ?? null,
    }));
    const agents = [...new Set(live.map(({ agent }) => agent))].sort();
    return {
      ...workflow,
      map: workflow.actions.map(({ name, risk }) => ({
        action: name,
        risk,
        gated: isGated(live, name),
        clauses: live.flatMap(({ agent, bound }) => clausesFor(name, agent, bound, reportOf(agent, bound.pact))),
      })),
      unlisted: unlistedActions(live, workflow.actions),
      pacts,
      agents: agents.map((agent) => ({ agent, effective: leastOf(pacts, agent) })),
      timeline: await timelineOf(tx, organisationId, [`workflow/${slug}`, ...pacts.map(({ pact }) => `pact/${pact}`)]),
    };
  });
}

/** The least authority an agent has left over its pacts here. */
function leastOf(pacts: WorkflowDetail["pacts"], agent: string): Authority | null {
  const levels = pacts.flatMap((pact) => (pact.agent === agent && pact.authority ? [pact.authority.effective] : []));
  return levels.length > 0 ? levels.reduce(minAuthority) : null;
}

import { type WorkflowView, workflowView } from "@/lib/db/rows";
import { matchesAction } from "@/lib/domain/action";
import type { Level } from "@/lib/domain/pact";
import type { BoundPact } from "@/lib/domain/plan";
import { covers } from "@/lib/domain/program";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { read, readNow } from "./read";

export interface WorkflowListItem extends WorkflowView {
  /** Live pacts in it. */
  pacts: { pact: string; version: number; agent: string }[];
  agents: string[];
  /** Of its actions, how many a clause of a live pact names. */
  gated: number;
  /** Consequential, and no live pact governs it. */
  exposed: boolean;
}

/** Live pacts of a workflow, with whose they are. */
export function livePactsIn(snapshot: Snapshot, workflow: string): { agent: string; bound: BoundPact }[] {
  return [...snapshot.agents.values()].flatMap(({ agent, book }) =>
    book.pacts
      .filter(({ program }) => program.document.workflow === workflow)
      .map((bound) => ({ agent: agent.slug, bound })),
  );
}

/** Whether a clause of one of these pacts names the action. */
export function isGated(pacts: readonly { bound: BoundPact }[], action: string): boolean {
  return pacts.some(
    ({ bound: { program } }) =>
      covers(program.document.scope.actions, action) && program.clauses.some(({ actions }) => covers(actions, action)),
  );
}

/** What the pacts let agents do that the workflow does not list: patterns that match none of its actions. */
export function unlistedActions(
  pacts: readonly { bound: BoundPact }[],
  actions: readonly { name: string; risk: Level }[],
): string[] {
  const patterns = new Set(pacts.flatMap(({ bound }) => bound.program.document.scope.actions));
  return [...patterns].filter((pattern) => !actions.some(({ name }) => matchesAction(pattern, name))).sort();
}

/** Workflows as registered, by slug. @returns one more than `limit`, so that the caller knows whether there is a next page */
export async function workflowPage(actor: Actor, limit: number, after?: string): Promise<WorkflowView[]> {
  const where = { organisationId: actor.organisationId, slug: { gt: after } };
  return read(actor, async (tx) => {
    const rows = await tx.workflow.findMany({ where, orderBy: { slug: "asc" }, take: limit + 1 });
    return rows.map(workflowView);
  });
}

/** All workflows with what governs them: those that matter and lie open first. */
export async function workflowList(actor: Actor): Promise<WorkflowListItem[]> {
  return readNow(actor, async (tx, { snapshot }) => {
    const rows = await tx.workflow.findMany({
      where: { organisationId: actor.organisationId },
      orderBy: { slug: "asc" },
    });
    const items = rows.map((row): WorkflowListItem => {
      const workflow = workflowView(row);
      const pacts = livePactsIn(snapshot, workflow.slug);
      return {
        ...workflow,
        pacts: pacts.map(({ agent, bound: { pact, version } }) => ({ pact, version, agent })),
        agents: [...new Set(pacts.map(({ agent }) => agent))].sort(),
        gated: workflow.actions.filter(({ name }) => isGated(pacts, name)).length,
        exposed: workflow.consequential && pacts.length === 0,
      };
    });
    const rank = (item: WorkflowListItem) => (item.exposed ? 0 : item.consequential ? 1 : 2);
    return items.sort((a, b) => rank(a) - rank(b));
  });
}

import { workflowView } from "@/lib/db/rows";
import { byNeed, type InventoryItem, inventoryOf } from "@/lib/domain/inventory";
import type { Actor } from "@/lib/domain/roles";
import { standings } from "./pacts";
import { readNow } from "./read";
import { isGated, livePactsIn } from "./workflows";

/** Every workflow's four answers, the weakest of what matters most first. */
export async function inventory(actor: Actor): Promise<InventoryItem[]> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot, now }) => {
    const rows = await tx.workflow.findMany({ where: { organisationId }, orderBy: { slug: "asc" } });
    const of = standings(snapshot, now);
    const items = rows.map((row) => {
      const workflow = workflowView(row);
      const live = livePactsIn(snapshot, workflow.slug);
      const clauses = live.flatMap(({ agent, bound: { pact, mode, program } }) => {
        const report = of(agent)?.pacts.find((one) => one.pact === pact);
        return program.clauses.map(({ clause }) => {
          const freshness = report?.clauses.find(({ key }) => key === clause.key)?.freshness?.state ?? null;
          return { pact, mode, clause, freshness };
        });
      });
      const actions = workflow.actions.map((one) => ({ ...one, gated: isGated(live, one.name) }));
      return inventoryOf({ ...workflow, actions, clauses, pacts: live.map(({ bound }) => bound.pact) });
    });
    return items.sort(byNeed);
  });
}

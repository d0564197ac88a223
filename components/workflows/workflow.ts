import { plural } from "@/components/trust/words";
import type { Level } from "@/lib/domain/pact";

/** A workflow in a list, as the read model gives it. */
export interface WorkflowRow {
  slug: string;
  name: string;
  consequential: boolean;
  risk: Level;
  actions: readonly { name: string; risk: Level }[];
  agents: readonly string[];
  pacts: readonly { pact: string; agent: string }[];
  gated: number;
  exposed: boolean;
}

/** Coverage first: how many of the workflows that matter a pact governs. */
export function coverageSentence(workflows: readonly WorkflowRow[]): string {
  const matter = workflows.filter(({ consequential }) => consequential);
  if (matter.length === 0) return `${plural(workflows.length, "workflow")}, none of them consequential.`;
  const governed = matter.filter(({ exposed }) => !exposed).length;
  return `${governed} of ${plural(matter.length, "consequential workflow")} ${governed === 1 ? "is" : "are"} governed by a pact.`;
}

/** What a workflow's page opens with. */
export function workflowSentence(name: string, map: readonly { gated: boolean }[]): string {
  if (map.length === 0) return `${name} lists no action yet.`;
  const gated = map.filter((one) => one.gated).length;
  if (gated === map.length) return `Every action of ${name} is gated by a clause.`;
  return `${gated} of ${plural(map.length, "action")} of ${name} ${gated === 1 ? "is" : "are"} gated by a clause.`;
}

import { measure } from "@/lib/db/metric-measure";
import type { RoutingShare } from "@/lib/domain/metric-routing";
import type { Actor } from "@/lib/domain/roles";
import { readNow } from "./read";

const WINDOW = "P30D";

/** Consequential traffic of the last 30 days by workflow: what was observed, what was decided, and what a pact governed. */
export async function coverage(actor: Actor): Promise<RoutingShare & { observed: number }> {
  return readNow(actor, async (tx, { snapshot, now }) => {
    const asked = { formula: "pact_aware_routing" as const, scope: {}, window: WINDOW };
    const { value, detail } = await measure(tx, snapshot, asked, now);
    const share = { ...(detail as unknown as Omit<RoutingShare, "value">), value };
    return { ...share, observed: share.workflows.reduce((sum, one) => sum + one.observed, 0) };
  });
}

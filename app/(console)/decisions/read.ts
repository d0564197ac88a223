import "server-only";
import { stepFor } from "@/components/chart/prepare";
import { PAGE, type Summary } from "@/components/decisions/data";
import { type DecisionView, filterOf, windowOf } from "@/components/decisions/search";
import { page } from "@/lib/border/page";
import type { Actor } from "@/lib/domain/roles";
import { decisionSummary } from "@/lib/queries/decision-explorer";
import { decisionPage } from "@/lib/queries/decisions";

/** The first page of a view, as the API answers it. */
export async function firstPage(actor: Actor, view: DecisionView, now: number) {
  return page(await decisionPage(actor, filterOf(view, now), PAGE, undefined, now), PAGE, (row) => [row.id ?? ""]);
}

/** Volume, facets and downgrades of a view. */
export async function summaryOf(actor: Actor, view: DecisionView, now: number): Promise<Summary> {
  const { from, to } = windowOf(view, now);
  const summary = await decisionSummary(actor, { ...filterOf(view, now), from, to }, stepFor(from, to));
  return { ...summary, now: new Date(now).toISOString() };
}

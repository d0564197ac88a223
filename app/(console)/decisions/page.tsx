import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { listOptions, summaryOptions } from "@/components/decisions/data";
import { DecisionExplorer } from "@/components/decisions/explorer";
import { decisionSearch, viewOf } from "@/components/decisions/search";
import { Page } from "@/components/shell/page";
import type { Given } from "@/components/shell/search";
import { ownOrigin, pageNow } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { decisionScene } from "@/lib/queries/decision-explorer";
import { firstPage, summaryOf } from "./read";

export const metadata: Metadata = { title: "Decisions" };

/** Decisions: the page writes the first rows, the browser keeps them alive. */
export default async function DecisionsPage({ searchParams }: { searchParams: Promise<Given> }) {
  const actor = await currentActor();
  const view = viewOf(decisionSearch.parse(await searchParams));
  const now = pageNow();
  const client = new QueryClient();
  const [scene, origin] = await Promise.all([
    decisionScene(actor),
    ownOrigin(),
    client.prefetchInfiniteQuery({ ...listOptions(view, () => now), queryFn: () => firstPage(actor, view, now) }),
    client.prefetchQuery({ ...summaryOptions(view), queryFn: () => summaryOf(actor, view, now) }),
  ]);
  return (
    <Page crumbs={[{ label: "Decisions" }]} bleed>
      <h1 className="sr-only">Decisions</h1>
      <HydrationBoundary state={dehydrate(client)}>
        <DecisionExplorer titles={scene.titles} example={scene.example} any={scene.any} origin={origin} />
      </HydrationBoundary>
    </Page>
  );
}

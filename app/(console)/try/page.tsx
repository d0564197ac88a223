import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Page, PageHead } from "@/components/shell/page";
import type { Given } from "@/components/shell/search";
import { rerunOptions, triedOptions } from "@/components/try/data";
import { requestIn, trySearch } from "@/components/try/search";
import { TryDesk } from "@/components/try/try-desk";
import { requestOf } from "@/lib/border/api/decisions";
import { ownOrigin } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { rerunDecision, tryRequest } from "@/lib/queries/try";
import { tryScene } from "@/lib/queries/try-scene";

export const metadata: Metadata = { title: "Try it" };

/** Try it: any request as it would be answered, now and later; and any recorded decision asked again. */
export default async function TryPage({ searchParams }: { searchParams: Promise<Given> }) {
  const actor = await currentActor();
  const given = trySearch.parse(await searchParams);
  const client = new QueryClient();
  const [scene, origin] = await Promise.all([tryScene(actor), ownOrigin()]);
  const { d } = given;
  if (d) await client.prefetchQuery({ ...rerunOptions(d), queryFn: () => rerunDecision(actor, d) });
  const opened = d ? client.getQueryData(rerunOptions(d).queryKey) : undefined;
  const text = given.request ?? JSON.stringify(opened?.request ?? scene.recent[0]?.request ?? null);
  const parsed = requestIn(text);
  // What cannot be answered is told on the page, by the same way as what is typed there.
  if ("request" in parsed && parsed.request.action !== "")
    await client.prefetchQuery({ ...triedOptions(parsed.request), queryFn: () => tryRequest(actor, requestOf(text)) });
  return (
    <Page crumbs={[{ label: "Try it" }]}>
      <PageHead
        sentence="What would be answered, and why?"
        lede="Write a request as an agent would send it. It is decided like any other, and nothing is recorded. Move time ahead to see when the answer changes by itself."
      />
      <HydrationBoundary state={dehydrate(client)}>
        <TryDesk scene={scene} origin={origin} />
      </HydrationBoundary>
    </Page>
  );
}

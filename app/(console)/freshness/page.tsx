import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { boardOptions } from "@/components/freshness/data";
import { FreshnessBoard } from "@/components/freshness/freshness-board";
import { Page } from "@/components/shell/page";
import { ownOrigin, pageNow } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { freshnessBoard } from "@/lib/queries/freshness";
import { listTeams } from "@/lib/queries/teams";
import { request, submit } from "./actions";

export const metadata: Metadata = { title: "Freshness" };

const MOST_TEAMS = 1000;

/** Every clause in force with evidence, by the time that is left. */
export default async function FreshnessPage() {
  const actor = await currentActor();
  const now = pageNow();
  const client = new QueryClient();
  const [teams, origin] = await Promise.all([
    listTeams(actor, { limit: MOST_TEAMS, after: null }),
    ownOrigin(),
    client.prefetchQuery({ ...boardOptions(), queryFn: () => freshnessBoard(actor, now) }),
  ]);
  return (
    <Page crumbs={[{ label: "Freshness" }]} bleed>
      <HydrationBoundary state={dehydrate(client)}>
        <FreshnessBoard
          teams={Object.fromEntries(teams.map(({ slug, name }) => [slug, name]))}
          own={teams.filter(({ members }) => members.includes(actor.email)).map(({ slug }) => slug)}
          origin={origin}
          submit={may(actor, "evidence.record") ? submit : undefined}
          request={may(actor, "evidence.request") ? request : undefined}
        />
      </HydrationBoundary>
    </Page>
  );
}

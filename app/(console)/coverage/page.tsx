import type { Metadata } from "next";
import { coverageSentence } from "@/components/coverage/coverage";
import { FindingGroups } from "@/components/coverage/finding-groups";
import { HeartbeatTable } from "@/components/coverage/heartbeat-table";
import { RoutingTable } from "@/components/coverage/routing-table";
import { Page, PageHead } from "@/components/shell/page";
import { ownOrigin } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { coverage } from "@/lib/queries/coverage";
import { openFindings } from "@/lib/queries/findings";
import { listHeartbeats } from "@/lib/queries/heartbeats";
import { teamNames } from "@/lib/queries/team-names";
import { assign, close } from "./actions";

export const metadata: Metadata = { title: "Coverage" };

/** What ran, as others than the agents saw it: how much of it a pact governed, what is to be explained, who is silent. */
export default async function CoveragePage() {
  const actor = await currentActor();
  const [ran, found, beats, teams, origin] = await Promise.all([
    coverage(actor),
    openFindings(actor),
    listHeartbeats(actor),
    teamNames(actor),
    ownOrigin(),
  ]);
  const silent = beats.filter(({ state }) => state === "silent").length;
  return (
    <Page crumbs={[{ label: "Coverage" }]}>
      <PageHead
        sentence={coverageSentence({ ...ran, ...found, silent })}
        lede="What ran, as somebody else than the agent saw it, beside the decisions that permitted it. A consequential call without one is a finding until a person says what became of it."
      />
      <div className="mt-10 flex flex-col gap-10">
        <FindingGroups
          {...found}
          teams={teams}
          origin={origin}
          observed={ran.observed > 0}
          acts={may(actor, "finding.settle") ? { assign, close } : null}
        />
        <RoutingTable workflows={ran.workflows} />
        <HeartbeatTable beats={beats} origin={origin} />
      </div>
    </Page>
  );
}

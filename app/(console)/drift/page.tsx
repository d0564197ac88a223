import type { Metadata } from "next";
import { driftSentence } from "@/components/drift/drift";
import { DriftTable, NoDrift } from "@/components/drift/drift-table";
import { Page, PageHead } from "@/components/shell/page";
import { currentActor } from "@/lib/border/session";
import { driftGroups } from "@/lib/queries/drift-list";
import { teamNames } from "@/lib/queries/team-names";

export const metadata: Metadata = { title: "Drift" };

/** What has drifted, what is watched, what was cleared. */
export default async function DriftsPage() {
  const actor = await currentActor();
  const [groups, teams] = await Promise.all([driftGroups(actor), teamNames(actor)]);
  const { verified, suspected, cleared } = groups;
  return (
    <Page crumbs={[{ label: "Drift" }]}>
      <PageHead sentence={driftSentence(verified.length, suspected.length)} />
      <div className="mt-10 flex flex-col gap-10">
        <DriftTable title="Open" state="verified" drifts={verified} teams={teams} />
        <DriftTable title="Watching" state="suspected" drifts={suspected} teams={teams} />
        <DriftTable title="Cleared in 30 days" state="cleared" drifts={cleared} teams={teams} />
      </div>
      {verified.length + suspected.length + cleared.length === 0 ? <NoDrift /> : null}
    </Page>
  );
}

import type { Metadata } from "next";
import { drillsSentence } from "@/components/drills/drill";
import { RunDrill, ScheduleDrills } from "@/components/drills/drill-acts";
import { DrilledPart, DrillHistory } from "@/components/drills/drilled-list";
import { Page, PageHead } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/page-parts";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { drillPage, listDrilled } from "@/lib/queries/drills";
import { run, schedule } from "./actions";

export const metadata: Metadata = { title: "Drills" };

const MOST = 50;

/** Every threshold, and whether a drill has seen it change a decision; those that need one first. */
export default async function DrillsPage() {
  const actor = await currentActor();
  const [subjects, runs] = await Promise.all([listDrilled(actor), drillPage(actor, {}, MOST)]);
  const mayDrill = may(actor, "drill.run");
  const byNeed = [...subjects].sort((a, b) => b.failed - a.failed || b.undrilled - a.undrilled);
  return (
    <Page crumbs={[{ label: "Metrics", href: "/governance" }, { label: "Drills" }]}>
      <PageHead
        sentence={drillsSentence(subjects)}
        lede="A drill puts a cause into a twin of the agent, which never acts, and looks whether the decision changes, and how fast. A consequence that changes nothing fails."
      />
      <div className="mt-10 flex flex-col gap-10">
        {subjects.length === 0 ? (
          <EmptyState sentence="A live pact's signals and a metric's line are thresholds. Publish a pact, and drill it here." />
        ) : null}
        {byNeed.map((of) => (
          <DrilledPart
            key={`${of.kind} ${of.slug}`}
            of={of}
            acts={
              mayDrill ? (
                <>
                  <ScheduleDrills kind={of.kind} slug={of.slug} cadence={of.cadence} act={schedule} />
                  <RunDrill kind={of.kind} slug={of.slug} act={run} />
                </>
              ) : null
            }
          />
        ))}
        <DrillHistory runs={runs.slice(0, MOST)} />
      </div>
    </Page>
  );
}

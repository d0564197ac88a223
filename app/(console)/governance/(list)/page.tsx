import type { Metadata } from "next";
import { governanceSentence } from "@/components/governance/metric";
import { MetricList } from "@/components/governance/metric-list";
import { Page, PageHead } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { listMetrics } from "@/lib/queries/metrics";

export const metadata: Metadata = { title: "Metrics" };

/** The metrics that govern, measured now. */
export default async function GovernancePage() {
  const actor = await currentActor();
  const metrics = await listMetrics(actor);
  return (
    <Page crumbs={[{ label: "Metrics" }]}>
      <PageHead
        sentence={governanceSentence(metrics)}
        lede="A metric governs once it has an owner, a cadence, a threshold and a response that a breach carries out by itself."
        actions={
          may(actor, "metric.write") ? (
            <ButtonLink variant="primary" href="/governance/new">
              Govern by a metric
            </ButtonLink>
          ) : null
        }
      />
      <div className="mt-8">
        <MetricList metrics={metrics} />
      </div>
    </Page>
  );
}

import type { Metadata } from "next";
import { MetricForm } from "@/components/governance/metric-form";
import { Page, PageHead } from "@/components/shell/page";
import { currentActor } from "@/lib/border/session";
import { metricTargets } from "@/lib/queries/metric-targets";
import { save } from "../actions";

export const metadata: Metadata = { title: "Govern by a metric" };

/** A further metric to govern by. */
export default async function NewMetricPage() {
  const targets = await metricTargets(await currentActor());
  return (
    <Page crumbs={[{ label: "Metrics", href: "/governance" }, { label: "Govern by a metric" }]}>
      <PageHead
        sentence="A metric governs when a breach changes what happens next."
        lede="Say what is measured, who answers for it, which value is a breach, and what a breach does by itself."
      />
      <div className="mt-8">
        <MetricForm targets={targets} act={save} />
      </div>
    </Page>
  );
}

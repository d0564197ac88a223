import type { Metadata } from "next";
import { MetricForm } from "@/components/governance/metric-form";
import { Page, PageHead } from "@/components/shell/page";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { metricTargets } from "@/lib/queries/metric-targets";
import { metricDossier } from "@/lib/queries/metrics";
import { save } from "../../actions";

export const metadata: Metadata = { title: "Change a metric" };

/** How one metric governs. */
export default async function EditMetricPage({ params }: { params: Promise<{ slug: string }> }) {
  const actor = await currentActor();
  const metric = await found(metricDossier(actor, (await params).slug));
  const targets = await metricTargets(actor);
  return (
    <Page
      crumbs={[
        { label: "Metrics", href: "/governance" },
        { label: metric.title, href: `/governance/${metric.id}` },
        { label: metric.owner ? "Change" : "Govern by it" },
      ]}
    >
      <PageHead sentence={metric.title} lede={metric.formula} />
      <div className="mt-8">
        <MetricForm metric={metric} targets={targets} act={save} />
      </div>
    </Page>
  );
}

import type { Metadata } from "next";
import { FurtherFigures } from "@/components/governance/further-figures";
import { MeasuredOver } from "@/components/governance/measured-over";
import { governanceSentence } from "@/components/governance/metric";
import { MetricList } from "@/components/governance/metric-list";
import { askedOf, metricSearch } from "@/components/governance/search";
import { Page, PageHead } from "@/components/shell/page";
import type { Given } from "@/components/shell/search";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { currentActor } from "@/lib/border/session";
import { GOVERNING } from "@/lib/domain/metric";
import { may } from "@/lib/domain/roles";
import { metricTargets } from "@/lib/queries/metric-targets";
import { listMetrics } from "@/lib/queries/metrics";
import { Drilled } from "../../drills/drilled";

export const metadata: Metadata = { title: "Metrics" };

/** The metrics that govern, and what else can be measured, now; over one agent, workflow or pact where asked. */
export default async function GovernancePage({ searchParams }: { searchParams: Promise<Given> }) {
  const [actor, given] = await Promise.all([currentActor(), searchParams]);
  const asked = metricSearch.parse(given);
  const [metrics, targets] = await Promise.all([listMetrics(actor, askedOf(asked)), metricTargets(actor)]);
  const four = metrics.filter(({ id }) => (GOVERNING as readonly string[]).includes(id));
  const others = metrics.filter((metric) => !four.includes(metric));
  const governed = others.filter(({ owner }) => owner !== null);
  const open = others.filter(({ owner }) => owner === null);
  const query = metricSearch.query(asked);
  return (
    <Page crumbs={[{ label: "Metrics" }]}>
      <PageHead
        sentence={governanceSentence([...four, ...governed])}
        lede="A metric governs once it has an owner, a cadence, a threshold and a response that a breach carries out by itself."
        actions={
          may(actor, "metric.write") ? (
            <ButtonLink variant="primary" href="/governance/new">
              Govern by a metric
            </ButtonLink>
          ) : null
        }
      />
      <div className="mt-6">
        <Drilled />
      </div>
      <div className="mt-8">
        <MeasuredOver asked={asked} targets={targets} />
      </div>
      <div className="mt-8 flex flex-col gap-12">
        <Section title="The four">
          <MetricList metrics={four} query={query} />
        </Section>
        {governed.length > 0 ? (
          <Section title="Governed beside them">
            <MetricList metrics={governed} query={query} />
          </Section>
        ) : null}
        {open.length > 0 ? (
          <Section title="Further figures" aside="measured, governing nothing yet">
            <FurtherFigures metrics={open} query={query} />
          </Section>
        ) : null}
      </div>
    </Page>
  );
}

import type { Metadata } from "next";
import { cache } from "react";
import { MadeOf } from "@/components/governance/made-of";
import { MeasuredOver } from "@/components/governance/measured-over";
import { sayScope, sayThreshold } from "@/components/governance/metric";
import { Lift, MeasureNow, Remove, Reviewed } from "@/components/governance/metric-acts";
import { MetricCharts } from "@/components/governance/metric-charts";
import { BudgetLine } from "@/components/governance/metric-list";
import { recordsOf } from "@/components/governance/records";
import { askedOf, metricSearch } from "@/components/governance/search";
import { StateMark } from "@/components/governance/state-mark";
import { eventsOf, Responses } from "@/components/governance/what-happened";
import { Page, PageHead } from "@/components/shell/page";
import type { Given } from "@/components/shell/search";
import { When } from "@/components/trust/when";
import { ButtonLink } from "@/components/ui/button";
import { Facts, Section } from "@/components/ui/section";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { may } from "@/lib/domain/roles";
import { metricTargets } from "@/lib/queries/metric-targets";
import { type MetricDossier, metricDossier } from "@/lib/queries/metrics";
import { Drilled } from "../../drills/drilled";
import { lift, measure, remove, review } from "../actions";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Given>;
}

/** @param query the page's address state, as text: two calls of one page share what is read */
const dossierOf = cache(async (slug: string, query: string) => {
  const asked = askedOf(metricSearch.parse(new URLSearchParams(query)));
  return found(metricDossier(await currentActor(), slug, asked));
});

const queryOf = async ({ searchParams }: Props) => metricSearch.query(metricSearch.parse(await searchParams));

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await dossierOf((await props.params).slug, await queryOf(props))).title };
}

/** One metric: its value and what that is made of, who answers for it, and what its breaches did. */
export default async function MetricPage(props: Props) {
  const query = await queryOf(props);
  const metric = await dossierOf((await props.params).slug, query);
  const targets = await metricTargets(await currentActor());
  return (
    <Page crumbs={[{ label: "Metrics", href: `/governance${query}` }, { label: metric.title }]}>
      <PageHead
        above={<StateMark metric={metric} />}
        sentence={`${metric.title}: ${metric.says}.`}
        lede={metric.formula}
        actions={<Actions metric={metric} />}
      />
      <div className="mt-8">
        <MeasuredOver asked={metricSearch.parse(new URLSearchParams(query))} targets={targets} />
      </div>
      <div className="mt-10 flex flex-col gap-10">
        <MetricCharts metric={metric} events={eventsOf(metric.responses)} query={query} />
        <Section title="What the value is made of">
          <MadeOf detail={metric.detail} records={recordsOf(metric.formulaId, metric.scope)} />
        </Section>
        <Section title="How it governs">
          <Facts items={factsOf(metric)} />
        </Section>
        {metric.owner ? (
          <Section title="Drilled">
            <Drilled kind="metric" slug={metric.id} />
          </Section>
        ) : null}
        <Section title="What its breaches did">
          <Responses responses={metric.responses} />
        </Section>
      </div>
    </Page>
  );
}

async function Actions({ metric: { id, owner, inForce } }: { metric: MetricDossier }) {
  const actor = await currentActor();
  return (
    <>
      {inForce.length > 0 && may(actor, "metric.lift") ? <Lift slug={id} act={lift} /> : null}
      {owner && may(actor, "metric.write") ? <MeasureNow slug={id} act={measure} /> : null}
      {owner && may(actor, "metric.review") ? <Reviewed slug={id} act={review} /> : null}
      {may(actor, "metric.write") ? (
        <ButtonLink href={`/governance/${id}/edit`}>{owner ? "Change" : "Govern by it"}</ButtonLink>
      ) : null}
      {owner && may(actor, "metric.write") ? <Remove slug={id} act={remove} /> : null}
    </>
  );
}

function factsOf(metric: MetricDossier): [string, React.ReactNode][] {
  const { owner, cadence, response, reviewDue, window, scope, missedReviews } = metric;
  return [
    ["Measured over", `${sayScope(scope) || "the whole organisation"}, the last ${sayDuration(durationMs(window))}`],
    ["Threshold", sayThreshold(metric)],
    ...(metric.budget ? [["Budget", <BudgetLine key="budget" metric={metric} />] as [string, React.ReactNode]] : []),
    ["A breach", response ? response.says : "changes nothing yet"],
    ["Owner", owner ?? "nobody"],
    ["Looked at every", cadence ? sayDuration(durationMs(cadence)) : "never"],
    ["Next look", reviewDue ? <When key="due" at={reviewDue} /> : "none"],
    ["Looks missed", String(missedReviews)],
  ];
}

import type { Metadata } from "next";
import { cookies } from "next/headers";
import { VerdictBars } from "@/components/chart/verdict-bars";
import { asCurl } from "@/components/decisions/telling";
import { BelowGranted } from "@/components/overview/below-granted";
import { Checklist } from "@/components/overview/checklist";
import { GovernedNumbers } from "@/components/overview/governed-numbers";
import { NeedsYou } from "@/components/overview/needs-you";
import { overviewLede, overviewSentence } from "@/components/overview/sentence";
import { CHECKLIST_COOKIE, showChecklist } from "@/components/overview/steps";
import { Page, PageHead } from "@/components/shell/page";
import { dateline, day } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import { ownOrigin, pageNow } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { GOVERNING } from "@/lib/domain/metric";
import { decisionScene } from "@/lib/queries/decision-explorer";
import { listMetrics } from "@/lib/queries/metrics";
import { overview } from "@/lib/queries/overview";
import { needsNow } from "./overview";
import { approve, deny } from "./reviews/actions";

export const metadata: Metadata = { title: "Overview" };

/** Should these agents be trusted with more, or less, today? */
export default async function OverviewPage() {
  const actor = await currentActor();
  const now = pageNow();
  const [told, waiting, metrics, kept] = await Promise.all([
    overview(actor),
    needsNow(),
    listMetrics(actor, {}, GOVERNING),
    cookies(),
  ]);
  const { agents, below, clauses, today, verdicts, steps } = told;
  const figures = { agents, below, clauses, today, promised: steps.promise };
  const started = showChecklist(steps, kept.get(CHECKLIST_COOKIE)?.value);
  return (
    <Page crumbs={[{ label: "Overview" }]}>
      <PageHead above={dateline(now)} sentence={overviewSentence(figures)} lede={overviewLede(figures)} />
      {started ? (
        <div className="mt-8">
          <Checklist steps={steps} curl={await firstCall()} />
        </div>
      ) : null}
      <div className="mt-10 grid grid-cols-[minmax(0,1fr)_352px] gap-12 max-lg:grid-cols-1 max-lg:gap-10">
        <NeedsYou needs={waiting} approve={approve} deny={deny} />
        <div className="flex min-w-0 flex-col gap-10">
          <BelowGranted agents={agents} below={below} />
          {verdicts.since === null ? (
            <Section title="Verdicts, 30 days">
              <p className="label">No decision has been asked for yet. Each one adds to a bar of its day here.</p>
            </Section>
          ) : (
            <VerdictBars
              title="Verdicts, 30 days"
              counts={verdicts.counts}
              from={verdicts.from}
              to={verdicts.to}
              now={new Date(now).toISOString()}
              since={verdicts.since}
              markers={verdicts.markers.map(({ at, label }) => ({
                at,
                label: `${day(Date.parse(at), now)}: ${label}`,
              }))}
              step={86_400_000}
            />
          )}
        </div>
      </div>
      <div className="mt-12">
        <GovernedNumbers metrics={metrics} />
      </div>
    </Page>
  );
}

/** The call that asks for the first decision here. */
async function firstCall(): Promise<string> {
  const [{ example }, origin] = await Promise.all([decisionScene(await currentActor()), ownOrigin()]);
  const asked = example ?? { agent: "refund-bot", action: "payments.refund" };
  return asCurl({ ...asked, context: { amount: 20, currency: "EUR" } }, origin, false);
}

import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { CaseList } from "@/components/drills/case-list";
import { subjectPage } from "@/components/drills/drill";
import { RunDrill } from "@/components/drills/drill-acts";
import { DrillMark } from "@/components/drills/drill-marks";
import { Page, PageHead } from "@/components/shell/page";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { Facts, Section } from "@/components/ui/section";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type DrillDossier, drillDossier } from "@/lib/queries/drills";
import { run } from "../actions";

interface Props {
  params: Promise<{ id: string }>;
}

const dossierOf = cache(async (id: string) => found(drillDossier(await currentActor(), id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Drill of ${(await dossierOf((await params).id)).slug}` };
}

/** One drill: what each threshold came to. */
export default async function DrillPage({ params }: Props) {
  const drill = await dossierOf((await params).id);
  const { kind, slug, cases } = drill;
  return (
    <Page crumbs={[{ label: "Metrics", href: "/governance" }, { label: "Drills", href: "/drills" }, { label: slug }]}>
      <PageHead
        above={<DrillMark state={drill.state} chip />}
        sentence={sentenceOf(drill)}
        lede="Twins alone were touched: no figure, list or report counts them, and none of them ever acts."
        actions={may(await currentActor(), "drill.run") ? <RunDrill kind={kind} slug={slug} act={run} /> : null}
      />
      <div className="mt-10 flex flex-col gap-10">
        <Section title="The drill">
          <Facts items={factsOf(drill)} />
        </Section>
        <Section title="Thresholds" aside={String(cases.length)}>
          <CaseList cases={[...cases].sort((a, b) => a.outcome.localeCompare(b.outcome))} />
        </Section>
      </div>
    </Page>
  );
}

function sentenceOf({ state, slug, passed, failed, says }: DrillDossier): string {
  if (state === "running") return `The drill of ${slug} is running.`;
  if (state === "abandoned") return `The drill of ${slug} was given up: ${says}`;
  const of = plural(passed + failed, "threshold");
  return failed > 0
    ? `${failed} of ${of} of ${slug} changed nothing.`
    : `Each of ${of} of ${slug} changed the decision.`;
}

function factsOf(drill: DrillDossier): [string, React.ReactNode][] {
  const { kind, slug, version, startedAt, endedAt, startedBy, scheduled, id } = drill;
  return [
    [
      kind === "pact" ? "Pact" : "Metric",
      <Link key="subject" href={subjectPage(drill)}>
        {slug}
        {version === null ? "" : `, version ${version}`}
      </Link>,
    ],
    ["Begun", <When key="begun" at={startedAt} />],
    ["Ended", endedAt ? <When key="ended" at={endedAt} /> : "not yet"],
    ["Begun by", scheduled ? "its schedule" : startedBy.name],
    [
      "In the ledger",
      <Link key="ledger" href={`/ledger?subject=drill/${id}`}>
        drill/{id}
      </Link>,
    ],
  ];
}

import type { Metadata } from "next";
import { cache } from "react";
import { sayChecks } from "@/components/evidence/evidence";
import { InLedger, Moved, Renewed, WhatWasTested, WhoseWord } from "@/components/evidence/evidence-facts";
import { Page, PageHead } from "@/components/shell/page";
import { Mark } from "@/components/trust/mark";
import { ClauseName } from "@/components/trust/text";
import { Curl } from "@/components/ui/curl";
import { Section } from "@/components/ui/section";
import { ownOrigin } from "@/lib/border/console";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { evidenceDetail } from "@/lib/queries/evidence-detail";

interface Props {
  params: Promise<{ id: string }>;
}

const detailOf = cache(async (id: string) => found(evidenceDetail(await currentActor(), id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Evidence for ${(await detailOf((await params).id)).title}` };
}

/** One record of evidence: what it says, whose word it is, what it renewed and moved, where it stands in the ledger. */
export default async function EvidencePage({ params }: Props) {
  const record = await detailOf((await params).id);
  const { id, title, pact, clause, passing, late, draft, inForce } = record;
  const name = inForce ? (
    <ClauseName href={`/pacts/${pact}/clauses/${clause}`}>{title}</ClauseName>
  ) : (
    <ClauseName>{title}</ClauseName>
  );
  return (
    <Page
      crumbs={[
        { label: "Freshness", href: "/freshness" },
        { label: title, href: `/freshness?clause=${pact}/${clause}` },
        { label: "Evidence" },
      ]}
    >
      <PageHead
        above={
          <span className="flex flex-wrap items-center gap-3">
            <Mark tone={passing ? "met" : "breached"} chip>
              {passing ? "Passed" : "Failed"}
            </Mark>
            {late ? (
              <Mark tone="stale" chip>
                Late
              </Mark>
            ) : null}
            {draft ? <span>of a version that was not live</span> : null}
          </span>
        }
        sentence={
          <>
            {name}: {sayChecks(record)}.
          </>
        }
      />
      <div className="mt-10 grid grid-cols-[minmax(0,1fr)_360px] gap-x-12 gap-y-10 max-xl:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-10">
          <Section title="What was tested">
            <WhatWasTested of={record} />
          </Section>
          <Section title="Whose word it is">
            <WhoseWord of={record} />
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-10">
          <Section title="The window">
            <Renewed of={record} />
          </Section>
          <Section title="The monitor">
            <Moved of={record} />
          </Section>
          <Section title="In the ledger">
            <InLedger of={record} />
          </Section>
          <Section title="By request" className="no-print">
            <div className="mt-3">
              <Curl
                text={`curl ${await ownOrigin()}/api/v1/evidence/${id} \\\n  -H "Authorization: Bearer $SURETY_KEY"`}
                what="request"
              />
            </div>
          </Section>
        </div>
      </div>
    </Page>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { Page, PageHead } from "@/components/shell/page";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { Happened } from "@/components/trust/happened";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { workflowSentence } from "@/components/workflows/workflow";
import { WorkflowMap } from "@/components/workflows/workflow-map";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type WorkflowDetail, workflowDetail } from "@/lib/queries/workflow";
import { editSearch, newPactSearch } from "../../pacts/search";

/** Lines of the timeline; the ledger has them all. */
const LATEST = 12;

interface Props {
  params: Promise<{ slug: string }>;
}

const detailOf = cache(async (slug: string) => found(workflowDetail(await currentActor(), slug)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await detailOf((await params).slug)).name };
}

/** One workflow: each action, the clauses that gate it, and what they do. */
export default async function WorkflowPage({ params }: Props) {
  const actor = await currentActor();
  const workflow = await detailOf((await params).slug);
  const { slug, name, risk, consequential, map, unlisted, pacts } = workflow;
  const [first] = pacts;
  const writes = may(actor, "pact.write", slug);
  return (
    <Page crumbs={[{ label: "Workflows", href: "/workflows" }, { label: name }]}>
      <PageHead
        above={`${slug}, ${consequential ? "consequential" : "not consequential"}, ${risk} risk`}
        sentence={workflowSentence(name, map)}
        lede={
          unlisted.length > 0
            ? `Pacts also cover ${unlisted.join(", ")}, which this workflow does not list.`
            : undefined
        }
        actions={
          may(actor, "workflow.write", slug) ? (
            <ButtonLink href={`/workflows/${slug}/edit`}>Edit workflow</ButtonLink>
          ) : null
        }
      />
      <div className="mt-10 flex flex-col gap-10">
        <Section title="What gates it">
          <WorkflowMap map={map} draftHref={writes ? (action) => clauseHref(slug, first?.pact, action) : null} />
          {map.length === 0 ? (
            <p className="py-3 text-sm text-ink-2">Name its actions, and the clauses that gate them stand here.</p>
          ) : null}
        </Section>
        <Section title="Pacts in force">
          <Pacts pacts={pacts} />
        </Section>
        <Section title="Timeline" className="max-w-measure">
          <Happened entries={workflow.timeline.slice(0, LATEST)} />
        </Section>
      </div>
    </Page>
  );
}

/** Where a clause for an action that none gates is written: in the pact in force, or in a new one. */
const clauseHref = (workflow: string, pact: string | undefined, gate: string) =>
  pact ? `/pacts/${pact}/edit${editSearch.query({ gate })}` : `/pacts/new${newPactSearch.query({ workflow })}`;

function Pacts({ pacts }: { pacts: WorkflowDetail["pacts"] }) {
  if (pacts.length === 0) {
    return (
      <p className="py-3 text-sm text-ink-2">
        None: the organisation’s rule for what is ungoverned answers. <Link href="/pacts/new">Write a pact</Link>
      </p>
    );
  }
  return (
    <ul>
      {pacts.map((one) => (
        <li
          key={one.pact}
          className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-line py-2 text-sm"
        >
          <span>
            <Link href={`/pacts/${one.pact}`} className="font-medium">
              {one.title}
            </Link>{" "}
            <span className="text-ink-3">version {one.version}</span>,{" "}
            <Link href={`/agents/${one.agent}`}>{one.agent}</Link>
            {one.counterparty ? ` for ${one.counterparty}` : ""}
          </span>
          {one.authority ? <AuthorityGauge {...one.authority} detail /> : null}
        </li>
      ))}
    </ul>
  );
}

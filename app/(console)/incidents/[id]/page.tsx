import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { Resolve } from "@/components/agents/incidents";
import { ExposureSection } from "@/components/exposure/exposure-section";
import { LinkDecision } from "@/components/exposure/link-decision";
import { Page, PageHead } from "@/components/shell/page";
import { Happened } from "@/components/trust/happened";
import { Mark } from "@/components/trust/mark";
import { ClauseName } from "@/components/trust/text";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { ButtonLink } from "@/components/ui/button";
import { Facts, Section } from "@/components/ui/section";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { type Actor, may } from "@/lib/domain/roles";
import { type IncidentDetail, incidentDetail } from "@/lib/queries/incident";
import { remediate, resolve } from "../actions";

interface Props {
  params: Promise<{ id: string }>;
}

const detailOf = cache(async (id: string) => found(incidentDetail(await currentActor(), id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await detailOf((await params).id)).title };
}

/** One incident: what it is, what acts on it, what was permitted before, what happened; and the word that ends it. */
export default async function IncidentPage({ params }: Props) {
  const actor = await currentActor();
  const incident = await detailOf((await params).id);
  const { id, title, status, exposure, timeline } = incident;
  const says = may(actor, "remediation.set") ? remediate : undefined;
  return (
    <Page crumbs={[{ label: "Incidents", href: "/incidents" }, { label: title }]}>
      <PageHead
        above={
          <Mark tone={status === "open" ? "breached" : "met"} chip>
            {status === "open" ? "Open" : "Resolved"}, {incident.severity}
          </Mark>
        }
        sentence={title}
        lede={incident.detail}
        actions={<Actions incident={incident} actor={actor} />}
      />
      <div className="mt-10 grid grid-cols-[minmax(0,1fr)_320px] gap-x-12 gap-y-10 max-xl:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-10">
          <Section title="What acts on it">
            <ActsOn incident={incident} />
          </Section>
          <div>
            <ExposureSection
              of={{ subject: "incident", id }}
              exposure={exposure}
              csvHref={`/incidents/${id}/exposure`}
              act={says}
            />
            {says ? <LinkDecision incident={id} act={says} /> : null}
          </div>
        </div>
        <div className="flex flex-col gap-10">
          <Section title="When and by whom">
            <Course incident={incident} />
          </Section>
          <Section title="Timeline">
            <Happened entries={timeline} />
          </Section>
        </div>
      </div>
    </Page>
  );
}

function Actions({ incident: { id, title, status }, actor }: { incident: IncidentDetail; actor: Actor }) {
  return (
    <>
      <ButtonLink size="small" href={`/incidents/${id}/pack`}>
        Post-incident pack
      </ButtonLink>
      {status === "open" && may(actor, "incident.resolve") ? <Resolve incident={{ id, title }} act={resolve} /> : null}
    </>
  );
}

function ActsOn({ incident: { clauses, severity, status } }: { incident: IncidentDetail }) {
  if (clauses.length === 0)
    return <p className="py-3 text-sm text-ink-2">No live clause of this agent names incidents: nothing acts on it.</p>;
  return (
    <ul>
      {clauses.map(({ pact, pactTitle, clause, title, does, atLeast, acts }) => (
        <li key={`${pact}/${clause}`} className="border-b border-line py-2 text-sm">
          <ClauseName href={`/pacts/${pact}/clauses/${clause}`}>{title}</ClauseName>{" "}
          <span className="text-ink-3">of {pactTitle}</span>
          <span className="block text-ink-2">
            {acts && status === "open" ? (
              <>
                <Verdict verdict={does} />, since it was opened
              </>
            ) : acts ? (
              "acted until it was resolved"
            ) : (
              `acts from ${atLeast} on; this one is ${severity}`
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Course({ incident }: { incident: IncidentDetail }) {
  const { agent, startedAt, openedAt, openedBy, resolvedAt, resolvedBy, note } = incident;
  return (
    <Facts
      className="mt-3"
      items={[
        [
          "Agent",
          <Link key="a" href={`/agents/${agent}`}>
            {agent}
          </Link>,
        ],
        ["Began", <When key="b" at={startedAt} form="absolute" />],
        [
          "Opened",
          <span key="o">
            <When at={openedAt} form="absolute" /> by {openedBy.name}
          </span>,
        ],
        ...(resolvedAt
          ? [
              [
                "Resolved",
                <span key="r">
                  <When at={resolvedAt} form="absolute" /> by {resolvedBy?.name ?? "Surety"}
                </span>,
              ] as const,
              ["Because", note ?? ""] as const,
            ]
          : []),
      ]}
    />
  );
}

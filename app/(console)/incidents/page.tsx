import type { Metadata } from "next";
import { NewIncident } from "@/components/agents/incidents";
import { incidentsSentence } from "@/components/incidents/incident";
import { IncidentTable } from "@/components/incidents/incident-table";
import { Page, PageHead } from "@/components/shell/page";
import { currentActor } from "@/lib/border/session";
import { LEVELS } from "@/lib/domain/pact";
import { may } from "@/lib/domain/roles";
import { agentNames } from "@/lib/queries/agent-names";
import { incidentPage } from "@/lib/queries/incidents";
import { open } from "./actions";

export const metadata: Metadata = { title: "Incidents" };

const MOST = 200;

/** What went wrong, as people opened it: open ones first. */
export default async function IncidentsPage() {
  const actor = await currentActor();
  const [incidents, agents] = await Promise.all([incidentPage(actor, {}, MOST), agentNames(actor)]);
  const opened = incidents.filter(({ status }) => status === "open");
  const gravest = LEVELS.findLast((level) => opened.some(({ severity }) => severity === level)) ?? null;
  return (
    <Page crumbs={[{ label: "Incidents" }]}>
      <PageHead
        sentence={incidentsSentence(opened.length, gravest)}
        lede="Clauses that name incidents of a severity act from the next decision on, until a person resolves them."
        actions={may(actor, "incident.open") ? <NewIncident agent={agents} act={open} /> : null}
      />
      <div className="mt-10 flex flex-col gap-10">
        <IncidentTable title="Open" incidents={opened} empty="Nothing is open." />
        <IncidentTable title="Resolved" incidents={incidents.filter(({ status }) => status === "resolved")} />
      </div>
    </Page>
  );
}

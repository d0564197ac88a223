import Link from "next/link";
import { When } from "@/components/trust/when";
import { Tag } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { Level } from "@/lib/domain/pact";

export interface ListedIncident {
  id: string;
  agent: string;
  severity: Level;
  title: string;
  status: "open" | "resolved";
  openedAt: string;
  openedBy: { name: string };
  resolvedAt: string | null;
  resolvedBy: { name: string } | null;
}

/** Incidents, one a row. */
export function IncidentTable({
  title,
  incidents,
  empty,
}: {
  title: string;
  incidents: readonly ListedIncident[];
  /** What stands there where there is none; absent: nothing. */
  empty?: string;
}) {
  if (incidents.length === 0 && !empty) return null;
  return (
    <Section title={title} aside={incidents.length > 0 ? String(incidents.length) : undefined}>
      {incidents.length === 0 ? (
        <p className="py-3 text-sm text-ink-2">{empty}</p>
      ) : (
        <Table caption={title} stack>
          <thead>
            <tr>
              <Th>Incident</Th>
              <Th>Severity</Th>
              <Th>Agent</Th>
              <Th>Opened</Th>
              <Th>Resolved</Th>
            </tr>
          </thead>
          <tbody>
            {incidents.map((incident) => (
              <tr key={incident.id}>
                <Th scope="row">
                  <Link href={`/incidents/${incident.id}`}>{incident.title}</Link>
                </Th>
                <Td>
                  <Tag>{incident.severity}</Tag>
                </Td>
                <Td label="Agent">
                  <Link href={`/agents/${incident.agent}`}>{incident.agent}</Link>
                </Td>
                <Td label="Opened">
                  <When at={incident.openedAt} /> <span className="text-ink-3">by {incident.openedBy.name}</span>
                </Td>
                <Td label="Resolved">
                  {incident.resolvedAt ? (
                    <>
                      <When at={incident.resolvedAt} />{" "}
                      <span className="text-ink-3">by {incident.resolvedBy?.name ?? "Surety"}</span>
                    </>
                  ) : (
                    <span className="text-ink-3">open</span>
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

import Link from "next/link";
import { Mark } from "@/components/trust/mark";
import { count } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { Routing, WorkflowRouting } from "@/lib/domain/metric-routing";
import { ROUTING_WORDS } from "./coverage";

const TONES = { governed: "met", ungoverned: "breached", unknown: "unproven", no_surface: "unproven" } as const;
const NAMES: Record<Routing, string> = {
  governed: "Governed",
  ungoverned: "Ungoverned",
  unknown: "Not observed",
  no_surface: "No surface",
};

const ORDER = ["ungoverned", "unknown", "no_surface", "governed"] as const;

/** Consequential workflows, those to look at first: what was observed of each, what was decided, and what a pact governed. */
export function RoutingTable({ workflows }: { workflows: readonly WorkflowRouting[] }) {
  if (workflows.length === 0) return null;
  const byNeed = [...workflows].sort((a, b) => ORDER.indexOf(a.routing) - ORDER.indexOf(b.routing));
  return (
    <Section title="Consequential workflows" aside="the last 30 days">
      <Table caption="Consequential workflows, by what was seen of them" stack>
        <thead>
          <tr>
            <Th>Workflow</Th>
            <Th>Routing</Th>
            <Th num>Observed</Th>
            <Th num>Of them permitted</Th>
            <Th num>Decided</Th>
            <Th num>Of them under a pact</Th>
          </tr>
        </thead>
        <tbody>
          {byNeed.map(({ workflow, routing, observed, observedGoverned, decided, decidedGoverned }) => (
            <tr key={workflow ?? ""}>
              <Th scope="row">
                {workflow ? <Link href={`/workflows/${workflow}`}>{workflow}</Link> : "actions that no workflow names"}
              </Th>
              <Td>
                <Mark tone={TONES[routing]}>{NAMES[routing]}</Mark>
                <span className="block text-xs text-ink-2">{ROUTING_WORDS[routing]}</span>
              </Td>
              <Td num label="Observed">
                {count(observed)}
              </Td>
              <Td num label="Of them permitted">
                {count(observedGoverned)}
              </Td>
              <Td num label="Decided">
                {count(decided)}
              </Td>
              <Td num label="Of them under a pact">
                {count(decidedGoverned)}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

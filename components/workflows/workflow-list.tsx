import Link from "next/link";
import { ShareBar } from "@/components/chart/spark";
import { Tag } from "@/components/ui/page-parts";
import { Table, Td, Th } from "@/components/ui/table";
import type { WorkflowRow } from "./workflow";

/** Workflows: what is at stake, how much of it a clause gates, and under which pacts. */
export function WorkflowList({ workflows }: { workflows: readonly WorkflowRow[] }) {
  return (
    <Table caption="Workflows" stack>
      <thead>
        <tr>
          <Th>Workflow</Th>
          <Th>Risk</Th>
          <Th>Consequential</Th>
          <Th className="w-60">Actions gated</Th>
          <Th>Pacts in force</Th>
          <Th>Agents</Th>
        </tr>
      </thead>
      <tbody>
        {workflows.map((workflow) => (
          <Row key={workflow.slug} workflow={workflow} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ workflow }: { workflow: WorkflowRow }) {
  return (
    <tr>
      <Th scope="row">
        <Link href={`/workflows/${workflow.slug}`} className="font-medium">
          {workflow.name}
        </Link>
        <span className="label block">{workflow.slug}</span>
      </Th>
      <Td>
        <Tag>{workflow.risk}</Tag>
      </Td>
      <Td label="Consequential">{workflow.consequential ? "yes" : <span className="text-ink-3">no</span>}</Td>
      <Td>
        {workflow.actions.length === 0 ? (
          <span className="text-ink-3">no action listed</span>
        ) : (
          <ShareBar part={workflow.gated} whole={workflow.actions.length} />
        )}
      </Td>
      <Td>
        {workflow.pacts.length === 0 ? (
          <span className={workflow.exposed ? "font-medium" : "text-ink-3"}>none</span>
        ) : (
          <span className="flex flex-wrap gap-x-3">
            {workflow.pacts.map(({ pact }) => (
              <Link key={pact} href={`/pacts/${pact}`}>
                {pact}
              </Link>
            ))}
          </span>
        )}
      </Td>
      <Td>
        <span className="flex flex-wrap gap-x-3">
          {workflow.agents.map((agent) => (
            <Link key={agent} href={`/agents/${agent}`}>
              {agent}
            </Link>
          ))}
        </span>
      </Td>
    </tr>
  );
}

import Link from "next/link";
import { Table, Td, Th } from "@/components/ui/table";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { HowItComes } from "./how-it-comes";
import type { Metric } from "./metric";
import { BudgetLine } from "./metric-list";

/** Figures that nobody governs by yet: measured all the same, each with its definition. */
export function FurtherFigures({ metrics, query }: { metrics: readonly Metric[]; query: string }) {
  return (
    <Table caption="Further figures" stack>
      <thead>
        <tr>
          <Th>Figure</Th>
          <Th num>Now</Th>
          <Th>Over</Th>
          <Th>Governs</Th>
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => (
          <tr key={metric.id}>
            <Th scope="row">
              <Link href={`/governance/${metric.id}${query}`}>{metric.title}</Link>{" "}
              <HowItComes title={metric.title} formula={metric.formula} />
            </Th>
            <Td num label="Now">
              {metric.says}
              <BudgetLine metric={metric} />
            </Td>
            <Td label="Over" className="text-ink-2">
              last {sayDuration(durationMs(metric.window))}
            </Td>
            <Td label="Governs">
              <span className="text-ink-2">nothing yet.</span>{" "}
              <Link href={`/governance/${metric.id}/edit`}>Govern by it</Link>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

import Link from "next/link";
import { Sparkline } from "@/components/chart/spark";
import { type Metric, sayThreshold, sparkThreshold } from "@/components/governance/metric";
import { StateMark } from "@/components/governance/state-mark";
import { OwnerTag } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";

/** The four numbers that trust is governed by: each with its threshold, its owner and what a breach does, or did last. */
export function GovernedNumbers({ metrics }: { metrics: readonly Metric[] }) {
  return (
    <Section title="Governed numbers" aside={<Link href="/governance">All metrics</Link>}>
      <Table caption="Governed numbers" stack>
        <thead>
          <tr>
            <Th>Number</Th>
            <Th num>Now</Th>
            <Th>Promised</Th>
            <Th>30 days, red where broken</Th>
            <Th>State</Th>
            <Th>Owner</Th>
            <Th>When broken</Th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <Row key={metric.id} metric={metric} />
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function Row({ metric }: { metric: Metric }) {
  const { id, title, says, owner, course, threshold } = metric;
  return (
    <tr>
      <Th scope="row">
        <Link className="font-medium" href={`/governance/${id}`}>
          {title}
        </Link>
      </Th>
      <Td num label="Now" className="text-md">
        {says}
      </Td>
      <Td label="Promised">{threshold ? sayThreshold(metric) : <span className="text-ink-3">nothing</span>}</Td>
      <Td label="30 days">
        {course.some((value) => value !== null) ? (
          <Sparkline
            label={`${title}, day by day`}
            values={course}
            threshold={sparkThreshold(threshold)}
            width={124}
            height={24}
          />
        ) : (
          <span className="text-ink-3">no days yet</span>
        )}
      </Td>
      <Td label="State">
        <StateMark metric={metric} />
      </Td>
      <Td label="Owner">{owner ? <OwnerTag team={owner} /> : <span className="text-ink-3">nobody</span>}</Td>
      <Td label="When broken">
        <WhenBroken metric={metric} />
      </Td>
    </tr>
  );
}

function WhenBroken({ metric: { id, response, lastResponse, inForce } }: { metric: Metric }) {
  if (!response)
    return (
      <span className="text-ink-2">
        Changes nothing. <Link href={`/governance/${id}/edit`}>Govern by it</Link>
      </span>
    );
  return (
    <>
      {response.says}
      <span className="block text-xs text-ink-3">
        {lastResponse ? (
          <>
            {inForce.length > 0 ? "in force since " : "last acted "}
            <When at={lastResponse.since} plain />
          </>
        ) : (
          "has not acted yet"
        )}
      </span>
    </>
  );
}

import { FreshnessMeter } from "@/components/trust/freshness-meter";
import { ClauseName } from "@/components/trust/text";
import { Standing } from "@/components/trust/verdict";
import { Table, Td, Th } from "@/components/ui/table";
import type { ClauseReport } from "@/lib/domain/standing";
import type { PactNow } from "./authority-now";

/** Every clause of an agent's pacts: standing, freshness, what the monitor says, what it costs the score. */
export function ClauseTable({ pacts }: { pacts: readonly PactNow[] }) {
  return (
    <Table caption="Clauses" stack>
      <thead>
        <tr>
          <Th className="w-72">Clause</Th>
          <Th>Standing</Th>
          <Th className="w-56">Age of evidence</Th>
          <Th>Monitor</Th>
          <Th num>Score</Th>
          <Th num>Lost</Th>
        </tr>
      </thead>
      <tbody>
        {pacts.flatMap((pact) =>
          pact.clauses.map((clause) => (
            <tr key={`${pact.pact}/${clause.key}`}>
              <Th scope="row">
                <ClauseName href={`/pacts/${pact.pact}/clauses/${clause.key}`}>{clause.title}</ClauseName>
                <span className="label block">
                  {pact.title}, {clause.severity}, {clause.owner}
                </span>
              </Th>
              <Td>
                <Standing standing={clause.standing} />
              </Td>
              <Td label="Age">
                <Freshness clause={clause} />
              </Td>
              <Td className="text-ink-2">
                {clause.monitor?.says ?? <span className="text-ink-3">not watched for drift</span>}
              </Td>
              <Td num label="Score">
                {clause.score === null ? <span className="text-ink-3">none</span> : clause.score.toFixed(1)}
              </Td>
              <Td num label="Lost">
                {clause.pointsLost === null ? "" : clause.pointsLost.toFixed(1)}
              </Td>
            </tr>
          )),
        )}
      </tbody>
    </Table>
  );
}

function Freshness({ clause: { freshness } }: { clause: ClauseReport }) {
  if (!freshness) return <span className="text-ink-3">judged at the request</span>;
  if (freshness.observedAt === null) return <span>missing</span>;
  return <FreshnessMeter observedAt={freshness.observedAt} staleAt={freshness.staleAt} below />;
}

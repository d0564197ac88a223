import Link from "next/link";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { Mark, type StandingWord } from "@/components/trust/mark";
import { LedgerNumber } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { Table, Td, Th } from "@/components/ui/table";
import type { AgentRow } from "./agent";

const ORDER: readonly StandingWord[] = ["breached", "stale", "unproven", "waived", "met"];

/** Agents: what they were granted, what is left of it, and what changed last. */
export function AgentList({ agents }: { agents: readonly AgentRow[] }) {
  return (
    <Table caption="Agents" stack>
      <thead>
        <tr>
          <Th className="w-52">Agent</Th>
          <Th>Authority</Th>
          <Th>Clauses</Th>
          <Th>Next to go stale</Th>
          <Th>Last change</Th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <Row key={agent.slug} agent={agent} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ agent }: { agent: AgentRow }) {
  return (
    <tr>
      <Th scope="row">
        <Link href={`/agents/${agent.slug}`} className="font-medium">
          {agent.name}
        </Link>
        <span className="label block">
          {agent.slug}, {agent.release}
        </span>
      </Th>
      <Td label="Authority">
        <AuthorityGauge {...agent.authority} detail />
      </Td>
      <Td label="Clauses">
        <StandingCounts counts={agent.counts} />
      </Td>
      <Td label="Next to go stale">
        {agent.nextExpiry ? (
          <>
            <When at={agent.nextExpiry.at} plain />, <em>{agent.nextExpiry.title}</em>
          </>
        ) : null}
      </Td>
      <Td label="Last change">
        {agent.lastChange ? (
          <>
            <When at={agent.lastChange.at} plain />: {agent.lastChange.by.name} {agent.lastChange.says}{" "}
            {agent.lastChange.number === null ? null : (
              <LedgerNumber number={agent.lastChange.number} href={`/ledger?entry=${agent.lastChange.number}`} />
            )}
          </>
        ) : null}
      </Td>
    </tr>
  );
}

/** Standings counted, each with its shape and word; what is met last. */
function StandingCounts({ counts }: { counts: Record<StandingWord, number> }) {
  const some = ORDER.filter((word) => counts[word] > 0);
  if (some.length === 0) return <span className="text-ink-3">no pact in force</span>;
  return (
    <span className="inline-flex flex-wrap gap-x-4">
      {some.map((word) => (
        <Mark key={word} tone={word}>
          {counts[word]} {word}
        </Mark>
      ))}
    </span>
  );
}

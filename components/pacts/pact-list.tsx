import Link from "next/link";
import { ClauseMarks } from "@/components/trust/clause-marks";
import { Mark, type StandingWord } from "@/components/trust/mark";
import { ClauseName } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { Table, Td, Th } from "@/components/ui/table";

/** A pact in the list, as the read model gives it. */
export interface PactRow {
  pact: string;
  title: string;
  counterparty: string | null;
  agent: string;
  workflow: string;
  mode: "enforce" | "shadow";
  live: { version: number; since: string } | null;
  draft: { version: number; state: string; approvals: number; editedBy: string } | null;
  clauses: readonly { key: string; title: string; standing: StandingWord }[];
  nextExpiry: { clause: string; title: string; at: string } | null;
}

/** Pacts, one a row: whose, in what state, how each clause stands, what runs out next. */
export function PactList({ pacts }: { pacts: readonly PactRow[] }) {
  return (
    <Table caption="Pacts" stack>
      <thead>
        <tr>
          <Th>Pact</Th>
          <Th>Agent</Th>
          <Th>Counterparty</Th>
          <Th>In force</Th>
          <Th>Standing</Th>
          <Th>Draft</Th>
          <Th>Next to go stale</Th>
        </tr>
      </thead>
      <tbody>
        {pacts.map((pact) => (
          <Row key={pact.pact} of={pact} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ of }: { of: PactRow }) {
  return (
    <tr>
      <Th scope="row">
        <Link href={`/pacts/${of.pact}`} className="font-medium">
          {of.title}
        </Link>
        <span className="label block">{of.workflow}</span>
      </Th>
      <Td label="Agent">
        <Link href={`/agents/${of.agent}`}>{of.agent}</Link>
      </Td>
      <Td label="Counterparty">{of.counterparty ?? <span className="text-ink-3">internal</span>}</Td>
      <Td label="In force">
        {of.live ? (
          <>
            Version {of.live.version}
            {of.mode === "shadow" ? ", in shadow" : ""}
            <span className="label block">
              since <When at={of.live.since} form="date" plain />
            </span>
          </>
        ) : (
          <span className="text-ink-3">none yet</span>
        )}
      </Td>
      <Td label="Standing">{of.clauses.length > 0 ? <ClauseMarks clauses={of.clauses} /> : null}</Td>
      <Td label="Draft">{of.draft ? <DraftMark pact={of.pact} draft={of.draft} /> : null}</Td>
      <Td label="Next to go stale">
        {of.nextExpiry ? (
          <>
            <When at={of.nextExpiry.at} plain />
            <span className="block">
              <ClauseName href={`/pacts/${of.pact}#${of.nextExpiry.clause}`}>{of.nextExpiry.title}</ClauseName>
            </span>
          </>
        ) : null}
      </Td>
    </tr>
  );
}

function DraftMark({ pact, draft }: { pact: string; draft: NonNullable<PactRow["draft"]> }) {
  const words = draft.state === "in_review" ? `In review, ${plural(draft.approvals, "approval")}` : "Draft";
  return (
    <>
      <Mark tone="todo">
        <Link href={`/pacts/${pact}?version=${draft.version}`}>{words}</Link>
      </Mark>
      <span className="label block">
        version {draft.version}, {draft.editedBy}
      </span>
    </>
  );
}

import Link from "next/link";
import { Mark } from "@/components/trust/mark";
import { ClauseName, OwnerTag } from "@/components/trust/text";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { span } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { ConsequenceKind } from "@/lib/domain/pact";
import { DRIFT_NAME, DRIFT_TONE, type DriftState, toOne } from "./drift";
import type { RailDrift } from "./drift-rail";

export interface TableDrift extends RailDrift {
  pactTitle: string;
  release: string;
  owner: string;
  says: string;
  reason: string | null;
  stages: readonly { at: number; does: ConsequenceKind; since: string; verifiedAt: string }[];
}

/** Drifts of one state: what, how sure, since when, what changed in control and after how long. */
export function DriftTable({
  title,
  state,
  drifts,
  teams,
}: {
  title: string;
  state: DriftState;
  drifts: readonly TableDrift[];
  teams: Readonly<Record<string, string>>;
}) {
  if (drifts.length === 0) return null;
  return (
    <Section title={title} aside={String(drifts.length)}>
      <Table caption={title} stack>
        <thead>
          <tr>
            <Th className="w-64">Clause</Th>
            <Th className="w-32">State</Th>
            <Th num className="w-32">
              Odds
            </Th>
            <Th className="w-36">{state === "cleared" ? "Cleared" : "Suspected"}</Th>
            <Th>{state === "cleared" ? "Why" : "What changed"}</Th>
            <Th className="w-40">Owner</Th>
          </tr>
        </thead>
        <tbody>
          {drifts.map((drift) => (
            <tr key={drift.id}>
              <Th scope="row">
                <ClauseName href={`/drift/${drift.id}`}>{drift.title}</ClauseName>
                <span className="label block">
                  {drift.agent}
                  {drift.release ? ` ${drift.release}` : ""}, {drift.pactTitle}
                </span>
              </Th>
              <Td>
                <Mark tone={DRIFT_TONE[state]}>{DRIFT_NAME[state]}</Mark>
              </Td>
              <Td num label="Odds">
                {toOne(drift.odds)}
              </Td>
              <Td label={state === "cleared" ? "Cleared" : "Suspected"}>
                <When at={state === "cleared" ? (drift.clearedAt ?? drift.suspectedAt) : drift.suspectedAt} />
              </Td>
              <Td className="text-ink-2">{state === "cleared" ? drift.reason : <Changed drift={drift} />}</Td>
              <Td label="Owner">
                <OwnerTag team={teams[drift.owner] ?? drift.owner} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

/** The strongest stage that acts, and how long after the alarm it did. */
function Changed({ drift: { stages, state } }: { drift: TableDrift }) {
  const last = stages.at(-1);
  if (!last) return <span>Nothing yet: it is watched.</span>;
  const waited = Date.parse(last.verifiedAt) - Date.parse(last.since);
  if (state === "suspected")
    return (
      <span>
        <Verdict verdict={last.does} /> <When at={last.verifiedAt} />, unless somebody speaks
      </span>
    );
  return (
    <span>
      <Verdict verdict={last.does} /> {waited >= 1000 ? `${span(waited, true)} after the alarm` : "in the same commit"}
    </span>
  );
}

/** To the empty list: nothing drifts. */
export function NoDrift() {
  return (
    <p className="mt-8 max-w-measure text-sm text-ink-2">
      Each check that arrives as evidence moves the monitor of its clause. What it suspects is listed here before
      anything acts; <Link href="/freshness">Freshness</Link> shows what is tested at all.
    </p>
  );
}

import Link from "next/link";
import { DRIFT_NAME, DRIFT_TONE, type DriftState, toOne } from "@/components/drift/drift";
import { Mark } from "@/components/trust/mark";
import { Verdict } from "@/components/trust/verdict";
import { When } from "@/components/trust/when";
import { count, keptShare, passedOf, percent } from "@/components/trust/words";
import { Table, Td, Th } from "@/components/ui/table";
import type { Verdict as VerdictWord } from "@/lib/domain/decision";

const ROW = "flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-line py-2 text-sm";

export interface DossierRecord {
  id: string;
  observedAt: string;
  source: string;
  release: string;
  passed: number;
  failed: number;
  loss: number | null;
  passing: boolean;
  counts: boolean;
  method: string | null;
}

/** The newest records of a clause. */
export function EvidenceTable({ records, target }: { records: readonly DossierRecord[]; target: number }) {
  return (
    <Table caption="Evidence" dense className="mt-4">
      <thead>
        <tr>
          <Th>Observed</Th>
          <Th>Source</Th>
          <Th>Release</Th>
          <Th num>Passed</Th>
          <Th num>Rate</Th>
          <Th>Against {percent(target)}</Th>
        </tr>
      </thead>
      <tbody>
        {records.map((one) => (
          <tr key={one.id}>
            <Th scope="row">
              <Link href={`/evidence/${one.id}`}>
                <When at={one.observedAt} form="absolute" plain />
              </Link>
            </Th>
            <Td>
              {one.source}
              {one.method ? <span className="text-ink-3"> method {one.method}</span> : null}
            </Td>
            <Td>{one.release}</Td>
            <Td num>{passedOf(one)}</Td>
            <Td num>{percent(keptShare(one))}</Td>
            <Td>
              <Mark tone={one.passing ? "met" : "breached"}>{one.passing ? "Passed" : "Failed"}</Mark>
              {one.passing && !one.counts ? <span className="text-ink-3"> renews nothing</span> : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export interface AffectedDecision {
  id: string;
  decidedAt: string;
  action: string;
  verdict: VerdictWord;
  says: string;
}

/** Decisions in which the clause acted. */
export function AffectedDecisions({ decisions }: { decisions: readonly AffectedDecision[] }) {
  return (
    <ul>
      {decisions.map((one) => (
        <li key={one.id} className={ROW}>
          <span className="min-w-0">
            <Verdict verdict={one.verdict} /> <Link href={`/decisions?d=${one.id}`}>{one.action}</Link>
            <span className="block text-ink-2">{one.says}</span>
          </span>
          <span className="text-ink-2">
            <When at={one.decidedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Every drift of the clause, open or over. */
export function ClauseDrifts({
  drifts,
}: {
  drifts: readonly { id: string; state: DriftState; release: string; odds: number; suspectedAt: string }[];
}) {
  return (
    <ul>
      {drifts.map((one) => (
        <li key={one.id} className={ROW}>
          <span>
            <Mark tone={DRIFT_TONE[one.state]}>{DRIFT_NAME[one.state]}</Mark>{" "}
            <Link href={`/drift/${one.id}`}>
              {toOne(one.odds)}
              {one.release ? ` on ${one.release}` : ""}
            </Link>
          </span>
          <span className="text-ink-2">
            suspected <When at={one.suspectedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Overrides that named the clause. */
export function ClauseOverrides({
  overrides,
}: {
  overrides: readonly {
    id: string;
    state: string;
    triggers: readonly string[];
    reason: string;
    endsAt: string;
    used: number;
  }[];
}) {
  return (
    <ul>
      {overrides.map((one) => (
        <li key={one.id} className={ROW}>
          <span>
            <Link href={`/overrides?peek=${one.id}`}>{one.triggers.join(", ")}</Link>{" "}
            <span className="text-ink-2">
              {one.state}, used {count(one.used)} times: {one.reason}
            </span>
          </span>
          <span className="text-ink-2">
            ends <When at={one.endsAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** How the clause was worded, version by version. */
export function Wordings({
  pact,
  wordings,
}: {
  pact: string;
  wordings: readonly {
    version: number;
    liveAt: string | null;
    obligation: string;
    changed: readonly string[];
    by: { name: string };
  }[];
}) {
  return (
    <ol>
      {wordings.map((one) => (
        <li key={one.version} className="border-b border-line py-3">
          <p className="label">
            <Link href={`/pacts/${pact}?version=${one.version}`}>Version {one.version}</Link>, by {one.by.name}
            {one.liveAt ? (
              <>
                , in force since <When at={one.liveAt} />
              </>
            ) : null}
            {one.changed.length > 0 ? `; changed ${one.changed.join(", ")}` : ""}
          </p>
          <p className="obligation mt-1">{one.obligation}</p>
        </li>
      ))}
    </ol>
  );
}

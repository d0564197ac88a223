import Link from "next/link";
import type { ReactNode } from "react";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { durationMs, sayDuration } from "@/lib/domain/duration";
import { type DrilledSubject, type Run, sayMs, subjectPage, thresholdName, undrilledByClause } from "./drill";
import { DrillMark, ThresholdMark } from "./drill-marks";

/** One pact or metric: each threshold with what its last drill said, how often it is drilled, and when next. */
export function DrilledPart({ of, acts }: { of: DrilledSubject; acts?: ReactNode }) {
  const { title, thresholds, undrilled, failed } = of;
  const clauses = undrilledByClause(thresholds);
  return (
    <Section
      title={<Link href={subjectPage(of)}>{title}</Link>}
      aside={
        failed > 0
          ? `${failed} changed nothing`
          : undrilled > 0
            ? `${undrilled} of ${thresholds.length} undrilled`
            : `${plural(thresholds.length, "threshold")} seen to act`
      }
    >
      <div className="flex flex-wrap items-center justify-between gap-3 py-3 text-sm text-ink-2">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
          {clauses.length > 0 ? <ThresholdMark state="undrilled" /> : null}
          <Past of={of} />
        </div>
        {acts ? <div className="flex flex-wrap items-center gap-2">{acts}</div> : null}
      </div>
      <Undrilled clauses={clauses} />
      <Thresholds of={of} />
    </Section>
  );
}

/** How often it is drilled, and how that went last; of what nobody drills there is nothing to say. */
function Past({ of: { cadence, nextAt, last } }: { of: DrilledSubject }) {
  if (cadence === null && last === null) return null;
  return (
    <p>
      {cadence === null ? "Drilled when somebody asks" : `Drilled every ${sayDuration(durationMs(cadence))}`}
      {cadence !== null && nextAt ? (
        <>
          , next <When at={nextAt} form="relative" />
        </>
      ) : null}
      .
      {last ? (
        <>
          {" "}
          Last: <Link href={`/drills/${last.id}`}>{last.state === "abandoned" ? "given up" : last.state}</Link>{" "}
          <When at={last.startedAt} />.
        </>
      ) : null}
    </p>
  );
}

function Thresholds({ of: { title, thresholds } }: { of: DrilledSubject }) {
  const seen = thresholds.filter(({ state }) => state !== "undrilled");
  if (seen.length === 0) return null;
  return (
    <Table caption={`Thresholds of ${title}`} stack>
      <thead>
        <tr>
          <Th>Threshold</Th>
          <Th>Drill</Th>
          <Th>What was seen</Th>
          <Th num>On every node after</Th>
          <Th>Drilled</Th>
        </tr>
      </thead>
      <tbody>
        {seen.map((one) => (
          <tr key={`${one.clause} ${one.trigger}`}>
            <Th scope="row">{thresholdName(one)}</Th>
            <Td>
              <ThresholdMark state={one.state} />
            </Td>
            <Td label="Seen">{one.says}</Td>
            <Td num label="On every node after">
              {sayMs(one.enforcedMs) || "–"}
            </Td>
            <Td label="Drilled">
              {one.drilledAt && one.drill ? (
                <Link href={`/drills/${one.drill}`}>
                  <When at={one.drilledAt} />
                </Link>
              ) : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What no drill has tried, by name: there is nothing else to tell. A metric's one line needs none. */
function Undrilled({ clauses }: { clauses: ReturnType<typeof undrilledByClause> }) {
  const named = clauses.filter(({ clause }) => clause !== null);
  if (named.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 pb-3 text-sm max-sm:flex-col">
      {named.map(({ clause, triggers }) => (
        <li key={clause}>
          <span className="font-medium">{clause}</span> <span className="text-ink-2">{triggers.join(", ")}</span>
        </li>
      ))}
    </ul>
  );
}

/** Drills that were run, the latest first. */
export function DrillHistory({ runs }: { runs: readonly Run[] }) {
  if (runs.length === 0) return null;
  return (
    <Section title="History" aside={String(runs.length)}>
      <Table caption="Drills, the latest first" stack>
        <thead>
          <tr>
            <Th>Drill</Th>
            <Th>Came to</Th>
            <Th num>Seen to act</Th>
            <Th num>Changed nothing</Th>
            <Th>Begun</Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <Th scope="row">
                <Link href={`/drills/${run.id}`}>{run.slug}</Link>
              </Th>
              <Td>
                <DrillMark state={run.state} />
              </Td>
              <Td num label="Seen to act">
                {run.passed}
              </Td>
              <Td num label="Changed nothing">
                {run.failed}
              </Td>
              <Td label="Begun">
                <When at={run.startedAt} />{" "}
                <span className="text-ink-3">{run.scheduled ? "as scheduled" : `by ${run.startedBy.name}`}</span>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

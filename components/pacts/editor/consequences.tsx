"use client";
import { Select } from "@/components/ui/select";
import { isDuration } from "@/lib/domain/duration";
import {
  type ClauseTrigger,
  type Consequence,
  type ConsequenceKind,
  LEVELS,
  type PactDocument,
} from "@/lib/domain/pact";
import { sayConsequenceOf, sayFailures } from "@/lib/domain/pact-words";
import type { WrittenClause } from "@/lib/domain/written";
import { KINDS, type Written, whole } from "./consequence-kinds";
import { DriftStages } from "./drift-stages";
import type { ConsequencesProps, SetPart } from "./form-types";
import type { KnownFact } from "./known-facts";
import { LimitsField } from "./limits-field";

type Single = Exclude<ClauseTrigger, "drift">;

/** As short as it can be said. */
const short = ({ do: does, limits, atLeast }: Written) =>
  limits === undefined && (atLeast === undefined || atLeast === "high")
    ? does
    : { do: does, ...(limits && { limits }), ...(atLeast && atLeast !== "high" && { atLeast }) };

/** The triggers that the clause can raise, and the incident, which may stand on any. */
function triggersOf(clause: WrittenClause): Single[] {
  const { evidence, require, failures, score } = clause;
  const found: [Single, boolean][] = [
    ["violation", require !== undefined],
    ["missing", evidence !== undefined],
    ["stale", evidence !== undefined],
    ["failures", failures !== undefined],
    ["score", score !== undefined],
    ["incident", true],
  ];
  return found.filter(([trigger, can]) => can || clause.on?.[trigger] !== undefined).map(([trigger]) => trigger);
}

function causeOf(trigger: Single, clause: WrittenClause, written: Written | undefined): string {
  const { failures, score } = clause;
  const causes: Record<Single, string> = {
    violation: "when the request does not satisfy it",
    missing: "while no test counts",
    stale: "once its newest test is older than the window",
    failures: failures && isDuration(failures.within) ? `after ${sayFailures(failures)}` : "after so many failures",
    score: `while its score is below ${score?.below ?? "its line"}`,
    incident: `during an incident, ${written?.atLeast ?? "high"} or above`,
  };
  return causes[trigger];
}

/** What happens on each trigger: chosen, and said in a sentence. */
export function Consequences({ clause, document, facts, set, holes }: ConsequencesProps) {
  const triggers = triggersOf(clause);
  return (
    <div className="flex flex-col">
      {triggers.map((trigger) => (
        <TriggerRow
          key={trigger}
          trigger={trigger}
          written={whole(clause.on?.[trigger])}
          cause={causeOf(trigger, clause, whole(clause.on?.[trigger]))}
          document={document}
          facts={facts}
          set={set}
          problem={holes.find(({ path }) => path === `on.${trigger}`)?.message}
        />
      ))}
      {clause.drift || clause.on?.drift ? (
        <DriftStages
          clause={clause}
          document={document}
          facts={facts}
          set={set}
          problem={holes.find(({ path }) => path.startsWith("on.drift"))?.message}
        />
      ) : null}
    </div>
  );
}

interface RowProps {
  trigger: Single;
  written: Written | undefined;
  cause: string;
  document: PactDocument | null;
  facts: readonly KnownFact[];
  set: SetPart;
  problem?: string;
}

function TriggerRow({ trigger, written, cause, document, facts, set, problem }: RowProps) {
  const optional = trigger === "incident";
  const options = optional ? [...KINDS, { value: "none" as const, label: "Nothing" }] : KINDS;
  const put = (next: Written | undefined) => set(["on", trigger], next && short(next));
  const choose = (kind: ConsequenceKind | "none" | null) => {
    if (kind === "none" || kind === null) return put(undefined);
    put({
      do: kind,
      ...(kind === "degrade" && written?.limits && { limits: written.limits }),
      ...(written?.atLeast && { atLeast: written.atLeast }),
    });
  };
  return (
    <div className="con-row" data-hole={problem ? "" : undefined}>
      <span className="con-name">{trigger}</span>
      <div className="min-w-0">
        <div className="flex gap-1.5">
          <Select
            label={`On ${trigger}`}
            placeholder="Choose a consequence"
            options={options}
            value={written?.do ?? (optional ? "none" : null)}
            onValueChange={choose}
          />
          {trigger === "incident" && written ? (
            <Select
              label="From which severity"
              className="w-40"
              options={LEVELS.map((value) => ({ value, label: `from ${value}` }))}
              value={written.atLeast ?? "high"}
              onValueChange={(atLeast) => put({ ...written, ...(atLeast && { atLeast }) })}
            />
          ) : null}
        </div>
        <p className={problem ? "mt-1 text-xs font-medium text-block" : "label mt-1"}>
          {problem ?? (written ? sayConsequenceOf(cause, written as Consequence, document) : "Nothing happens.")}
        </p>
        {written?.do === "degrade" ? (
          <div className="mt-1.5">
            <LimitsField
              label={
                written.limits ? "Within these limits" : "Within the pact’s limits of authority, unless you add some"
              }
              value={written.limits}
              onValue={(limits) =>
                put({ do: "degrade", ...(limits && { limits }), ...(written.atLeast && { atLeast: written.atLeast }) })
              }
              facts={facts}
            />
          </div>
        ) : null}
      </div>
    </div>
  );
}

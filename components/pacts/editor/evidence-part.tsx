"use client";
import { count } from "@/components/trust/words";
import { Checkbox } from "@/components/ui/checkbox";
import { tolerance } from "@/lib/domain/evidence";
import { cleanChecksFor } from "@/lib/domain/launch";
import { METHODS } from "@/lib/domain/pact";
import { Choice, CountInput, DurationInput, ListInput, NumberInput, RateInput, TextInput } from "./fields";
import type { EvidenceFieldsProps } from "./form-types";
import { LaunchHelper } from "./launch-helper";

const NAMES = {
  eval: "Evaluation",
  runtime: "Runtime check",
  attestation: "Attestation",
  human: "Check by a person",
  none: "None: the request itself is judged",
} as const;
const OPTIONS = [...METHODS, "none" as const].map((value) => ({ value, label: NAMES[value] }));

/** What proves that the clause is kept. */
export function EvidencePart({ clause, set, problem }: EvidenceFieldsProps) {
  const { evidence } = clause;
  const choose = (method: (typeof OPTIONS)[number]["value"] | undefined) => {
    if (method === "none" || !method) return set(["evidence"], undefined);
    set(["evidence"], evidence ? { ...evidence, method } : { method, freshness: "P7D" });
  };
  return (
    <div className="ed-grid">
      <Choice
        label="Method"
        value={evidence?.method ?? "none"}
        options={OPTIONS}
        onValue={choose}
        error={problem("evidence.method")}
      />
      {evidence ? (
        <>
          <RateInput
            label="Pass rate promised"
            placeholder="100 %"
            value={evidence.target}
            onValue={(target) => set(["evidence", "target"], target)}
            error={problem("evidence.target")}
            help={sayCleanChecks(evidence.target ?? 1, evidence.method === "runtime")}
          />
          <LaunchHelper target={evidence.target ?? 1} onTarget={(target) => set(["evidence", "target"], target)} />
          <TextInput
            label="What exactly is run or looked at"
            className="ed-wide"
            value={evidence.describe}
            onValue={(describe) => set(["evidence", "describe"], describe)}
            error={problem("evidence.describe")}
          />
          <CountInput
            label="At least so many checks"
            placeholder="1"
            value={evidence.minChecks}
            onValue={(minChecks) => set(["evidence", "minChecks"], minChecks)}
            error={problem("evidence.minChecks")}
          />
          <ListInput
            label="From these sources"
            placeholder="any but the agent itself"
            value={evidence.from}
            onValue={(from) => set(["evidence", "from"], from?.length ? from : undefined)}
            error={problem("evidence.from")}
          />
          <div className="ed-wide">
            <Checkbox
              label="Each release proves it anew"
              checked={evidence.perRelease ?? true}
              onCheckedChange={(on) => set(["evidence", "perRelease"], on ? undefined : false)}
            />
          </div>
        </>
      ) : null}
    </div>
  );
}

/** Checks at run time weigh 1, one's own evals a half. */
function sayCleanChecks(target: number, atRunTime: boolean): string {
  const checks = cleanChecksFor(tolerance(target));
  if (atRunTime) return `${count(checks)} checks without a failure make this 95 % sure.`;
  return `${count(2 * checks)} of one’s own checks without a failure make this 95 % sure; ${count(checks)} where somebody else signs them.`;
}

/** Signals that the stream of evidence can give: repeated failure, drift, a score that falls. */
export function SignalsPart({ clause, set, problem }: EvidenceFieldsProps) {
  const { evidence, failures, drift, score } = clause;
  if (!evidence && !failures && !drift && !score) return null;
  return (
    <div className="mt-3 flex flex-col gap-2">
      <Checkbox
        label="Count failing tests"
        checked={failures !== undefined}
        onCheckedChange={(on) => set(["failures"], on ? { count: 3, within: "PT24H" } : undefined)}
      />
      {failures ? (
        <div className="ed-grid">
          <CountInput
            label="So many failures"
            value={failures.count}
            onValue={(count) => set(["failures", "count"], count ?? 1)}
            error={problem("failures.count")}
          />
          <DurationInput
            label="Within"
            value={failures.within}
            onValue={(within) => set(["failures", "within"], within ?? "")}
            error={problem("failures.within")}
          />
        </div>
      ) : null}
      <Checkbox
        label="Watch for drift"
        checked={drift !== undefined}
        onCheckedChange={(on) => set(["drift"], on ? { verify: "auto" } : undefined)}
      />
      {drift ? (
        <div className="ed-grid">
          <Choice
            label="Drift is verified"
            value={drift.verify ?? "auto"}
            options={[
              { value: "auto", label: "at once" },
              { value: "person", label: "by a person" },
            ]}
            onValue={(verify) => set(["drift"], verify === "person" ? { verify, within: "PT4H" } : { verify: "auto" })}
          />
          {drift.verify === "person" ? (
            <DurationInput
              label="Or, if nobody speaks, after"
              value={drift.within}
              onValue={(within) => set(["drift", "within"], within ?? "")}
              error={problem("drift.within")}
            />
          ) : null}
        </div>
      ) : null}
      <Checkbox
        label="Draw a line for its score"
        checked={score !== undefined}
        onCheckedChange={(on) => set(["score"], on ? { below: 70 } : undefined)}
      />
      {score ? (
        <NumberInput
          label="Acts below"
          value={score.below}
          onValue={(below) => below !== undefined && set(["score", "below"], below)}
          error={problem("score.below")}
        />
      ) : null}
    </div>
  );
}

"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { MetricResponse } from "@/lib/domain/metric";
import { choices, type Targets } from "./targets";

const KINDS: readonly { value: MetricResponse["do"]; label: string }[] = [
  { value: "cap", label: "Cap authority" },
  { value: "enforce", label: "Switch a shadow pact to enforce" },
  { value: "freeze", label: "Freeze publishing" },
  { value: "incident", label: "Open an incident" },
  { value: "review", label: "Call for the owner's review" },
  { value: "notify", label: "Notify the owner" },
];
const LEVELS = ["limited", "supervised", "suspended"].map((value) => ({ value, label: value }));
const SEVERITIES = ["low", "medium", "high", "critical"].map((value) => ({ value, label: value }));

interface Props {
  response: MetricResponse | null;
  targets: Targets;
  error: (path: string) => string | undefined;
}

/** What a breach does by itself, and to what. */
export function ResponseFields({ response, targets, error }: Props) {
  const [kind, setKind] = useState<string>(response?.do ?? "");
  const before = (name: string) => (response as Record<string, string> | null)?.[name] ?? "";
  const choose = (name: string, label: string, options: readonly { value: string; label: string }[]) => (
    <Field key={name} label={label} name={`response.${name}`} error={error(`response.${name}`)}>
      <Select name={`response.${name}`} defaultValue={before(name)} options={options} />
    </Field>
  );
  const agent = (every: string) => choose("agent", "Agent", choices(targets.agents, every));
  const workflow = choose("workflow", "Workflow", choices(targets.workflows, "every workflow"));
  const pact = (every: string) => choose("pact", "Pact", choices(targets.pacts, every));
  const parts: Record<string, React.ReactNode[]> = {
    cap: [choose("level", "At most", LEVELS), agent("every agent"), workflow, pact("every pact")],
    enforce: [pact("choose one")],
    freeze: [workflow, pact("every pact")],
    incident: [agent("choose one"), choose("severity", "Severity", SEVERITIES)],
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-xs text-ink-2">What a breach does by itself</legend>
      <Field label="Response" name="response.do" error={error("response") ?? error("response.do")}>
        <Select
          name="response.do"
          value={kind}
          onValueChange={(value) => setKind(value ?? "")}
          placeholder="nothing: then it cannot be saved"
          options={KINDS}
        />
      </Field>
      {parts[kind] ? (
        <div key={kind} className="grid gap-3 sm:grid-cols-2">
          {parts[kind]}
        </div>
      ) : null}
      <p className="label">
        Its owner is told of every breach. What caps, enforces or freezes holds until a person lifts it.
      </p>
    </fieldset>
  );
}

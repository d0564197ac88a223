"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { ButtonLink } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { Select } from "@/components/ui/select";
import {
  FORMULA_IDS,
  FORMULAS,
  type FormulaId,
  type MetricResponse,
  type MetricScope,
  type Op,
} from "@/lib/domain/metric";
import type { Metric } from "./metric";
import { ResponseFields } from "./response-fields";
import { choices, EVERY, type Targets } from "./targets";

export interface MetricPut {
  slug: string;
  formula: FormulaId;
  owner: string;
  cadence: string;
  window: string;
  threshold: { op: Op; value: number };
  scope: MetricScope;
  response: MetricResponse;
}

export interface MetricFormProps {
  /** Absent: a further one. */
  metric?: Metric & { formulaId: FormulaId };
  targets: Targets;
  act: Act<[MetricPut], { id: string }>;
}

const FIELDS = [
  ...["slug", "formula", "owner", "cadence", "window", "threshold", "threshold.value", "response"],
  ...["scope.agent", "scope.workflow", "scope.pact"],
  ...["response.level", "response.agent", "response.workflow", "response.pact", "response.severity"],
];
const MEASURED = FORMULA_IDS.map((id) => ({ value: id, label: FORMULAS[id].title }));

/** A number as it is typed: shares in percent. What is no number stays one, for the answer to say so. */
const typed = (text: string | undefined, unit: string) => {
  const value = text === undefined ? Number.NaN : Number(text);
  return unit === "share" ? value / 100 : value;
};
const shown = (metric: Metric | undefined) => {
  if (!metric?.threshold) return undefined;
  const { value } = metric.threshold;
  return String(metric.unit === "share" ? Math.round(value * 10_000) / 100 : value);
};

/** What is measured, who owns it, how often it is looked at, which value is a breach, and what that does. */
export function MetricForm({ metric, targets, act }: MetricFormProps) {
  const router = useRouter();
  const [formula, setFormula] = useState<FormulaId>(metric?.formulaId ?? "pact_aware_routing");
  const { unit, breach } = FORMULAS[formula];
  const input = (form: FormData): MetricPut => ({
    slug: metric?.id ?? asText(form.get("slug")) ?? "",
    formula,
    owner: asText(form.get("owner")) ?? "",
    cadence: asText(form.get("cadence")) ?? "",
    window: asText(form.get("window")) ?? "",
    threshold: { op: breach === "below" ? "<" : ">", value: typed(asText(form.get("threshold.value")), unit) },
    scope: {
      agent: asText(form.get("scope.agent")),
      workflow: asText(form.get("scope.workflow")),
      pact: asText(form.get("scope.pact")),
    },
    response: responseOf(form),
  });
  return (
    <ActForm
      act={act}
      said="Metric governs"
      after={({ id }) => router.push(`/governance/${id}`)}
      fields={FIELDS}
      className="flex max-w-measure flex-col gap-5"
      input={input}
    >
      {(error) => (
        <>
          {metric ? null : (
            <>
              <Field label="Name" name="slug" error={error("slug")} help="Such as payments-routing. It stays.">
                <Input name="slug" mono spellCheck={false} autoComplete="off" />
              </Field>
              <Field label="What is measured" name="formula" error={error("formula")}>
                <Select
                  name="formula"
                  value={formula}
                  onValueChange={(value) => setFormula((value as FormulaId) ?? formula)}
                  options={MEASURED}
                />
              </Field>
              <p className="label">{FORMULAS[formula].formula}</p>
            </>
          )}
          <Scope metric={metric} targets={targets} error={error} />
          <Owned metric={metric} unit={unit} breach={breach} targets={targets} error={error} />
          <ResponseFields response={metric?.response ?? null} targets={targets} error={error} />
          <div className="flex gap-2">
            <ActButton>{metric?.owner ? "Save metric" : "Govern by it"}</ActButton>
            <ButtonLink variant="bare" href={metric ? `/governance/${metric.id}` : "/governance"}>
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActForm>
  );
}

type Errors = (path: string) => string | undefined;

function Scope({ metric, targets, error }: { metric?: Metric; targets: Targets; error: Errors }) {
  const parts = [
    { name: "workflow", label: "Workflow", options: choices(targets.workflows, "every workflow") },
    { name: "agent", label: "Agent", options: choices(targets.agents, "every agent") },
    { name: "pact", label: "Pact", options: choices(targets.pacts, "every pact") },
  ] as const;
  return (
    <fieldset>
      <legend className="mb-2 text-xs text-ink-2">Measured over</legend>
      <div className="grid gap-3 sm:grid-cols-3">
        {parts.map(({ name, label, options }) => (
          <Field key={name} label={label} name={`scope.${name}`} error={error(`scope.${name}`)}>
            <Select name={`scope.${name}`} defaultValue={metric?.scope[name] ?? EVERY} options={options} />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}

interface OwnedProps {
  metric?: Metric;
  unit: string;
  breach: "below" | "above";
  targets: Targets;
  error: Errors;
}

function Owned({ metric, unit, breach, targets, error }: OwnedProps) {
  const measured = unit === "share" ? "percent" : unit;
  return (
    <>
      <Field
        label={`A value ${breach} this is a breach (${measured})`}
        name="threshold.value"
        error={error("threshold.value") ?? error("threshold")}
      >
        <Input name="threshold.value" inputMode="decimal" defaultValue={shown(metric)} autoComplete="off" />
      </Field>
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="Owner" name="owner" error={error("owner")}>
          <Select
            name="owner"
            placeholder="a team"
            defaultValue={metric?.owner ?? undefined}
            options={targets.teams.map((slug) => ({ value: slug, label: slug }))}
          />
        </Field>
        <Field label="Looked at every" name="cadence" error={error("cadence")}>
          <Input name="cadence" mono defaultValue={metric?.cadence ?? "P30D"} />
        </Field>
        <Field label="Measured over the last" name="window" error={error("window")}>
          <Input name="window" mono defaultValue={metric?.window ?? "P30D"} />
        </Field>
      </div>
    </>
  );
}

/** What was chosen, with only the members that it takes. */
function responseOf(form: FormData): MetricResponse {
  const kind = asText(form.get("response.do"));
  const named = (name: string) => asText(form.get(`response.${name}`));
  const target = { agent: named("agent"), workflow: named("workflow"), pact: named("pact") };
  if (kind === "cap") return { do: kind, level: (named("level") ?? "") as "limited", ...target };
  if (kind === "enforce") return { do: kind, pact: target.pact ?? "" };
  if (kind === "incident")
    return { do: kind, agent: target.agent ?? "", severity: (named("severity") ?? "") as "high" };
  if (kind === "freeze") return { do: kind, pact: target.pact, workflow: target.workflow };
  if (kind === "review" || kind === "notify") return { do: kind };
  // Nothing chosen: the answer says that it is missing.
  return undefined as unknown as MetricResponse;
}

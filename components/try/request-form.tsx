"use client";
import { useId } from "react";
import { Field, Input } from "@/components/ui/field";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { TryAgent, TryScene } from "@/lib/domain/tried";

export interface RequestFormProps {
  request: DecisionRequest;
  scene: TryScene;
  onChange: (request: DecisionRequest) => void;
}

const TEXTS = ["workflow", "counterparty", "release"] as const;
const LABELS = { workflow: "Workflow", counterparty: "Counterparty", release: "Release" };

/** What may be typed where, from the agent's pacts and workflows. */
function suggestionsOf(agent: TryAgent | undefined, scene: TryScene) {
  return {
    agent: scene.agents.map(({ slug }) => slug),
    action: agent?.actions ?? [],
    workflow: agent?.workflows ?? [],
    counterparty: agent?.counterparties ?? [],
    release: agent ? [agent.release, ...agent.candidates] : [],
  };
}

/** The request field by field: who asks for what, and the facts that the agent's pacts read. */
export function RequestForm({ request, scene, onChange }: RequestFormProps) {
  const agent = scene.agents.find(({ slug }) => slug === request.agent);
  const offered = suggestionsOf(agent, scene);
  const set = (name: keyof DecisionRequest, value: string) => {
    const { [name]: _, ...rest } = request;
    onChange(
      (name === "agent" || name === "action" || value !== "" ? { ...rest, [name]: value } : rest) as DecisionRequest,
    );
  };
  return (
    <div className="mt-3 flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <Suggesting
          label="Agent"
          value={request.agent}
          options={offered.agent}
          onChange={(value) => set("agent", value)}
        />
        <Suggesting
          label="Action"
          value={request.action}
          options={offered.action}
          onChange={(value) => set("action", value)}
        />
        {TEXTS.map((name) => (
          <Suggesting
            key={name}
            label={LABELS[name]}
            aside="optional"
            value={request[name] ?? ""}
            options={offered[name]}
            placeholder={name === "release" ? agent?.release : undefined}
            onChange={(value) => set(name, value)}
          />
        ))}
      </div>
      <FactFields agent={agent} request={request} onChange={onChange} />
    </div>
  );
}

function Suggesting({
  label,
  aside,
  value,
  options,
  placeholder,
  onChange,
}: {
  label: string;
  aside?: string;
  value: string;
  options: readonly string[];
  placeholder?: string;
  onChange: (value: string) => void;
}) {
  const list = useId();
  return (
    <Field label={label} aside={aside}>
      <Input
        mono
        value={value}
        placeholder={placeholder}
        list={list}
        autoComplete="off"
        spellCheck={false}
        onValueChange={onChange}
      />
      <datalist id={list}>
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </Field>
  );
}

/** A fact as it is typed: text as it is, everything else as JSON. */
const typed = (value: unknown): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

function factOf(text: string, type: string): unknown {
  if (text === "") return undefined;
  if (type === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const typeOf = (value: unknown): string => (typeof value === "string" ? "string" : "json");

/** A field for each fact that the agent's pacts declare, and for each that the request carries besides. */
function FactFields({
  agent,
  request,
  onChange,
}: {
  agent: TryAgent | undefined;
  request: DecisionRequest;
  onChange: (request: DecisionRequest) => void;
}) {
  const context = request.context ?? {};
  const declared = (agent?.facts ?? []).filter(({ name }) => !name.includes("."));
  const more = Object.keys(context).filter((name) => !declared.some((fact) => fact.name === name));
  const fields = [...declared, ...more.map((name) => ({ name, type: typeOf(context[name]), unit: null }))];
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...rest } = context;
    onChange({ ...request, context: value === undefined ? rest : { ...rest, [name]: value } });
  };
  if (fields.length === 0)
    return (
      <p className="label">
        The pacts of this agent declare no facts. What the request carries in `context` is written as JSON.
      </p>
    );
  return (
    <fieldset>
      <legend className="label mb-2">Facts of the request</legend>
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        {fields.map(({ name, type, unit }) => (
          <Field key={name} label={name} aside={unit ?? type}>
            <Input
              mono
              inputMode={type === "number" ? "decimal" : undefined}
              defaultValue={typed(context[name])}
              autoComplete="off"
              spellCheck={false}
              onValueChange={(value) => set(name, factOf(value, type))}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}

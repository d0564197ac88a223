"use client";
import { X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { controlStyle, Field, Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import {
  type Condition,
  type Group,
  isGroup,
  OPERATORS,
  type Operator,
  readCondition,
  sayOperator,
  type Test,
  writeCondition,
} from "@/lib/domain/condition";
import { LISTED, ValueInput } from "./condition-value";
import { InUnit } from "./in-unit";
import type { KnownFact } from "./known-facts";

export interface ConditionFieldProps {
  label: string;
  help: string;
  value: string | undefined;
  onValue: (value: string | undefined) => void;
  facts: readonly KnownFact[];
  error?: string;
}

const NOTHING: Group = { join: "and", of: [] };
const isWhole = (condition: Condition): boolean =>
  isGroup(condition) ? condition.of.every(isWhole) : condition.field.trim() !== "";

/**
 * A condition twice: built from fields, operators and values, and as the CEL that it is. Each follows the other; what the
 * builder cannot show stays text.
 */
export function ConditionField({ label, help, value, onValue, facts, error }: ConditionFieldProps) {
  const [built, setBuilt] = useState<Group>(() => (value ? (readCondition(value) ?? NOTHING) : NOTHING));
  const written = useRef(value);
  if (written.current !== value) {
    // From the text field, an undo or somebody else: the builder shows it anew.
    written.current = value;
    setBuilt(value ? (readCondition(value) ?? NOTHING) : NOTHING);
  }
  const byHand = Boolean(value) && readCondition(value ?? "") === null;
  const build = (next: Group) => {
    setBuilt(next);
    const whole = { ...next, of: next.of.filter(isWhole) };
    const cel = writeCondition(whole) || undefined;
    if (cel === written.current) return;
    written.current = cel;
    onValue(cel);
  };
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs text-ink-2">{label}</legend>
      {byHand ? null : <GroupRows group={built} onGroup={build} facts={facts} label={label} />}
      <Field
        label={<span className="sr-only">{label}, as CEL</span>}
        aside="CEL"
        help={byHand && !error ? "Written by hand: the builder cannot show this one." : help}
        error={error}
        className="mt-1.5"
      >
        <Input
          mono
          spellCheck={false}
          autoComplete="off"
          value={value ?? ""}
          onValueChange={(next) => onValue(next === "" ? undefined : next)}
        />
      </Field>
    </fieldset>
  );
}

interface RowsProps {
  group: Group;
  onGroup: (group: Group) => void;
  facts: readonly KnownFact[];
  label: string;
  within?: boolean;
}

function GroupRows({ group, onGroup, facts, label, within = false }: RowsProps) {
  const put = (index: number, next: Condition | null) =>
    onGroup({ ...group, of: group.of.flatMap((one, at) => (at === index ? (next ? [next] : []) : [one])) });
  const add = (condition: Condition) => onGroup({ ...group, of: [...group.of, condition] });
  return (
    <div className={cn("flex flex-col gap-1.5", within && "border-l border-line-strong pl-2.5")}>
      {group.of.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a test has no name but its place
        <div key={index} className="flex flex-col gap-1.5">
          {index > 0 ? <Join group={group} onGroup={onGroup} label={label} /> : null}
          {isGroup(one) ? (
            <GroupRows
              group={one}
              onGroup={(next) => put(index, next.of.length > 0 ? next : null)}
              facts={facts}
              label={`${label}, group ${index + 1}`}
              within
            />
          ) : (
            <TestRow
              test={one}
              onTest={(next) => put(index, next)}
              facts={facts}
              label={`${label}, test ${index + 1}`}
            />
          )}
        </div>
      ))}
      <div className="flex gap-2">
        <Button size="small" variant="bare" onClick={() => add(newTest(facts))}>
          Add a test
        </Button>
        {within || group.of.length === 0 ? null : (
          <Button
            size="small"
            variant="bare"
            onClick={() => add({ join: group.join === "and" ? "or" : "and", of: [newTest(facts), newTest(facts)] })}
          >
            Add a group
          </Button>
        )}
      </div>
    </div>
  );
}

const newTest = (facts: readonly KnownFact[]): Test => ({
  field: facts[0]?.path ?? "",
  operator: facts[0]?.type === "number" ? "<=" : "==",
  value: facts[0]?.type === "number" ? 0 : facts[0]?.type === "boolean" ? true : "",
});

function Join({ group, onGroup, label }: Pick<RowsProps, "group" | "onGroup" | "label">) {
  const other = group.join === "and" ? "or" : "and";
  return (
    <button
      type="button"
      className="min-h-6 self-start text-xs text-ink-2 underline decoration-line-strong underline-offset-3"
      aria-label={`${label}: joined by ${group.join}; join by ${other}`}
      onClick={() => onGroup({ ...group, join: other })}
    >
      {group.join}
    </button>
  );
}

const JUST_NAMED: readonly Operator[] = ["is there", "is absent"];

interface TestRowProps {
  test: Test;
  onTest: (test: Test | null) => void;
  facts: readonly KnownFact[];
  label: string;
}

function TestRow({ test, onTest, facts, label }: TestRowProps) {
  const list = useId();
  const { type, unit } = facts.find(({ path }) => path === test.field) ?? {};
  const operators = OPERATORS.map((value) => ({ value, label: sayOperator(value) }));
  const change = (operator: Operator | null) => {
    if (!operator) return;
    const { value, ...rest } = test;
    if (JUST_NAMED.includes(operator)) return onTest({ ...rest, operator });
    const one = Array.isArray(value) ? value[0] : value;
    onTest({ ...rest, operator, value: LISTED.includes(operator) ? (one === undefined ? [] : [one]) : (one ?? "") });
  };
  return (
    <div className="grid grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1fr)_24px] items-center gap-1.5">
      <input
        aria-label={`${label}: field`}
        className={cn(controlStyle, "font-mono text-xs")}
        list={list}
        autoComplete="off"
        spellCheck={false}
        value={test.field}
        onChange={(event) => onTest({ ...test, field: event.target.value.trim() })}
      />
      <datalist id={list}>
        {facts.map(({ path }) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      <Select label={`${label}: operator`} options={operators} value={test.operator} onValueChange={change} />
      {JUST_NAMED.includes(test.operator) ? (
        <span />
      ) : (
        <InUnit unit={unit}>
          <ValueInput
            label={`${label}: value`}
            test={test}
            fact={{ type, unit }}
            onValue={(value) => onTest({ ...test, value })}
          />
        </InUnit>
      )}
      <button
        type="button"
        aria-label={`${label}: remove`}
        className="grid size-6 place-items-center text-ink-3 hover:text-ink"
        onClick={() => onTest(null)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

"use client";
import { X } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { controlStyle } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { readNumber } from "@/lib/domain/human";
import type { Limit, Limits } from "@/lib/domain/pact";
import { InUnit } from "./in-unit";
import type { KnownFact } from "./known-facts";
import { useTyped } from "./use-typed";

const KINDS = [
  { value: "max", label: "at most" },
  { value: "min", label: "at least" },
  { value: "only", label: "one of" },
  { value: "equals", label: "exactly" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

interface Row {
  path: string;
  kind: Kind;
  value: unknown;
}

const rowsOf = (limits: Limits | undefined): Row[] =>
  Object.entries(limits ?? {}).flatMap(([path, limit]) =>
    KINDS.flatMap(({ value: kind }) => (limit[kind] === undefined ? [] : [{ path, kind, value: limit[kind] }])),
  );

function limitsOf(rows: readonly Row[]): Limits | undefined {
  const limits: Record<string, Record<string, unknown>> = {};
  for (const { path, kind, value } of rows) limits[path] = { ...limits[path], [kind]: value };
  return rows.length === 0 ? undefined : (limits as Record<string, Limit>);
}

const scalar = (text: string, unit: string | undefined) =>
  text === "true" || text === "false" ? text === "true" : (readNumber(text, unit) ?? text);

/** What a limit is set to; undefined where the text says nothing that it could be. */
function limitValue(kind: Kind, text: string, unit: string | undefined): unknown {
  if (kind === "only") {
    const all = text.split(",").map((one) => one.trim());
    return all.filter(Boolean).map((one) => scalar(one, unit));
  }
  const one = scalar(text.trim(), unit);
  return kind === "equals" || typeof one === "number" ? one : undefined;
}

export interface LimitsFieldProps {
  label: string;
  value: Limits | undefined;
  onValue: (value: Limits | undefined) => void;
  facts: readonly KnownFact[];
}

/** Limits as rows: a fact, how it is limited, and by what. */
export function LimitsField({ label, value, onValue, facts }: LimitsFieldProps) {
  const rows = rowsOf(value);
  const list = useId();
  const names = facts
    .filter(({ path }) => path.startsWith("context."))
    .map(({ path }) => path.slice("context.".length));
  const put = (index: number, row: Row | null) =>
    onValue(limitsOf(rows.flatMap((one, at) => (at === index ? (row ? [row] : []) : [one]))));
  const free = names.find((name) => !rows.some(({ path }) => path === name)) ?? "amount";
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs text-ink-2">{label}</legend>
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="flex flex-col gap-1.5">
        {rows.map((row, index) => (
          <LimitRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row's path is what is typed into it
            key={index}
            row={row}
            list={list}
            label={`${label}, ${index + 1}`}
            unit={facts.find(({ path }) => path === `context.${row.path}`)?.unit}
            onRow={(next) => put(index, next)}
          />
        ))}
      </div>
      <Button
        size="small"
        variant="bare"
        onClick={() => onValue(limitsOf([...rows, { path: free, kind: "max", value: 0 }]))}
      >
        Add a limit
      </Button>
    </fieldset>
  );
}

interface RowProps {
  row: Row;
  list: string;
  label: string;
  unit: string | undefined;
  onRow: (row: Row | null) => void;
}

function LimitRow({ row, list, label, unit, onRow }: RowProps) {
  const { path, kind, value } = row;
  const shown = Array.isArray(value) ? value.join(", ") : String(value);
  const own = useTyped(shown, (text) => {
    const read = limitValue(kind, text, unit);
    if (read !== undefined) onRow({ ...row, value: read });
  });
  const name = useTyped(path, (text) => onRow({ ...row, path: text.trim() || path }));
  return (
    <div className="grid grid-cols-[minmax(0,1.1fr)_minmax(0,.9fr)_minmax(0,1.1fr)_24px] items-center gap-1.5">
      <input
        aria-label={`${label}: fact`}
        list={list}
        autoComplete="off"
        className={cn(controlStyle, "font-mono text-xs")}
        {...name}
      />
      <Select
        label={`${label}: kind`}
        options={KINDS}
        value={kind}
        onValueChange={(next) => next && onRow({ path, kind: next, value: limitValue(next, shown, unit) ?? 0 })}
      />
      <InUnit unit={unit}>
        <input
          aria-label={`${label}: value`}
          aria-invalid={limitValue(kind, own.value, unit) === undefined || undefined}
          className={controlStyle}
          {...own}
        />
      </InUnit>
      <button
        type="button"
        aria-label={`${label}: remove`}
        className="grid size-6 place-items-center text-ink-3 hover:text-ink"
        onClick={() => onRow(null)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

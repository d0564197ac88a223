"use client";
import { X } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { controlStyle } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Limit, Limits } from "@/lib/domain/pact";
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

const scalar = (text: string) =>
  text === "true" || text === "false" ? text === "true" : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;

function limitValue(kind: Kind, text: string): unknown {
  if (kind === "only")
    return text
      .split(",")
      .map((one) => scalar(one.trim()))
      .filter((one) => one !== "");
  const one = scalar(text.trim());
  return kind === "equals" || typeof one === "number" ? one : 0;
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
  onRow: (row: Row | null) => void;
}

function LimitRow({ row, list, label, onRow }: RowProps) {
  const { path, kind, value } = row;
  const own = useTyped(Array.isArray(value) ? value.join(", ") : String(value), (text) =>
    onRow({ ...row, value: limitValue(kind, text) }),
  );
  const name = useTyped(path, (text) => onRow({ ...row, path: text.trim() || path }));
  return (
    <div className="grid grid-cols-[minmax(0,1.2fr)_minmax(0,.9fr)_minmax(0,1fr)_24px] items-center gap-1.5">
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
        onValueChange={(next) =>
          next &&
          onRow({ path, kind: next, value: limitValue(next, Array.isArray(value) ? value.join(", ") : String(value)) })
        }
      />
      <input aria-label={`${label}: value`} className={controlStyle} {...own} />
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

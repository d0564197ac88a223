"use client";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { controlStyle } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { FACT_TYPES, type Fact } from "@/lib/domain/pact";
import type { TermsFormProps } from "./form-types";
import { useTyped } from "./use-typed";

const TYPES = FACT_TYPES.map((value) => ({ value, label: value }));
const MOST_OFFERED = 12;

/** What requests carry in `context`, with its type; what recorded requests carried is offered. */
export function FactsField({ written, seen, set }: TermsFormProps) {
  const facts = Object.entries(written.facts ?? {}) as [string, Fact][];
  const put = (next: [string, Fact][]) => set(["facts"], next.length > 0 ? Object.fromEntries(next) : undefined);
  const offered = seen.filter(({ name }) => !facts.some(([known]) => known === name)).slice(0, MOST_OFFERED);
  const free = (name: string): string => (facts.some(([known]) => known === name) ? free(`${name}_`) : name);
  return (
    <div className="flex flex-col gap-1.5">
      {facts.length === 0 ? (
        <p className="label">
          Without declared facts, conditions may name anything, and a misspelt one fails closed at the request.
        </p>
      ) : null}
      {facts.map(([name, fact], index) => (
        <FactRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a fact's name is what is typed into its row
          key={index}
          name={name}
          fact={fact}
          onFact={(next) => put(facts.flatMap((one, at) => (at === index ? (next ? [next] : []) : [one])))}
        />
      ))}
      <div className="flex flex-wrap gap-x-3 gap-y-1">
        <Button size="small" variant="bare" onClick={() => put([...facts, [free("fact"), { type: "string" }]])}>
          Add a fact
        </Button>
        {offered.map(({ name, type }) => (
          <Button key={name} size="small" variant="bare" onClick={() => put([...facts, [name, { type }]])}>
            + {name}
          </Button>
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  name: string;
  fact: Fact;
  onFact: (next: [string, Fact] | null) => void;
}

function FactRow({ name, fact, onFact }: RowProps) {
  const named = useTyped(name, (text) => onFact([text.trim() || name, fact]));
  const unit = useTyped(fact.unit ?? "", (text) =>
    onFact([name, text.trim() ? { ...fact, unit: text.trim() } : { type: fact.type }]),
  );
  return (
    <div className="grid grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,.7fr)_24px] items-center gap-1.5">
      <input aria-label={`Fact ${name}: name`} className={cn(controlStyle, "font-mono text-xs")} {...named} />
      <Select
        label={`Fact ${name}: type`}
        options={TYPES}
        value={fact.type}
        onValueChange={(type) => type && onFact([name, { ...fact, type }])}
      />
      <input aria-label={`Fact ${name}: unit`} placeholder="unit" className={controlStyle} {...unit} />
      <button
        type="button"
        aria-label={`Fact ${name}: remove`}
        className="grid size-6 place-items-center text-ink-3 hover:text-ink"
        onClick={() => onFact(null)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

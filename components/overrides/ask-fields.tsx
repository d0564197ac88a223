"use client";
import type { ReactNode } from "react";
import { span } from "@/components/trust/words";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input } from "@/components/ui/field";
import { InstantInput } from "@/components/ui/instant";
import { Select } from "@/components/ui/select";
import { type Ask, GLASS_LENGTHS, LENGTHS, type OverridablePact, OWN, SCOPE } from "./use-ask";

export type ErrorAt = (path: string) => string | undefined;

/** What is wrong with a list as a whole or with one of its entries. */
export function errorsUnder(error: ErrorAt, path: string, count: number): string | undefined {
  const all = [path, ...Array.from({ length: count }, (_, index) => `${path}.${index}`)];
  return all.map(error).filter(Boolean).join(" ") || undefined;
}

/** Which pact, which clause of it, which of its triggers. */
export function DespiteFields({ ask, pacts, error }: { ask: Ask; pacts: readonly OverridablePact[]; error: ErrorAt }) {
  const { pact, clause, triggers, choose } = ask;
  return (
    <>
      <Field label="Pact" name="pact" error={error("pact") ?? error("agent")}>
        <Select
          value={pact.pact}
          onValueChange={(value) => choose({ pact: value ?? "", clause: null, actions: null })}
          options={pacts.map((one) => ({ value: one.pact, label: `${one.title}, ${one.agent}` }))}
        />
      </Field>
      <Field label="Despite which clause" name="clause" error={error("clause")}>
        <Select
          value={clause.key ?? SCOPE}
          onValueChange={(value) => choose({ clause: value, actions: null })}
          options={pact.clauses.map((one) => ({ value: one.key ?? SCOPE, label: one.title }))}
        />
      </Field>
      {clause.key === null ? null : (
        <Triggers
          of={clause.triggers}
          chosen={triggers}
          onChange={(next) => choose({ triggers: next })}
          error={errorsUnder(error, "triggers", triggers.length)}
        />
      )}
    </>
  );
}

/** For which actions, and under which condition. */
export function ReachFields({ ask, error }: { ask: Ask; error: ErrorAt }) {
  const { clause, listed, actions, when, choose } = ask;
  return (
    <>
      <Field
        label="For which actions"
        name="actions"
        error={errorsUnder(error, "actions", actions.length)}
        help={`The clause is about ${clause.actions.join(", ")}. Name fewer to ask for less.`}
      >
        <Input mono value={listed} onValueChange={(value) => choose({ actions: value })} spellCheck={false} />
      </Field>
      <Field
        label="Only when"
        aside="optional, CEL"
        name="when"
        error={error("when")}
        help="For example context.amount <= 100. Where it cannot be evaluated, the override does not hold."
      >
        <Input mono value={when} onValueChange={(value) => choose({ when: value })} spellCheck={false} />
      </Field>
    </>
  );
}

/** Not to be waited for. */
export function GlassField({ ask: { glass, choose } }: { ask: Ask }) {
  return (
    <Checkbox
      label="Break the glass: hold now, be ratified afterwards"
      checked={glass}
      onCheckedChange={(on) => choose({ glass: on, length: String(on ? GLASS_LENGTHS[1] : LENGTHS[0]) })}
    />
  );
}

/** For how long, and how often. */
export function SpanFields({ ask, error }: { ask: Ask; error: ErrorAt }) {
  const { clause, length, until, uses, glass, choose } = ask;
  const given = glass ? GLASS_LENGTHS : LENGTHS;
  const lengths = given.filter((ms) => ms <= clause.longestMs).map((ms) => ({ value: String(ms), label: span(ms) }));
  return (
    <>
      <div className="grid grid-cols-2 gap-5 max-sm:grid-cols-1">
        <Field label="For how long" name="endsAt" error={length === OWN ? undefined : error("endsAt")}>
          <Select
            value={length}
            onValueChange={(value) => choose({ length: value ?? OWN })}
            options={glass ? lengths : [...lengths, { value: OWN, label: "until an instant of its own" }]}
          />
        </Field>
        <Field label="At most how often" aside="optional" name="maxUses" error={error("maxUses")}>
          <Input
            inputMode="numeric"
            value={uses}
            onValueChange={(value) => choose({ uses: value })}
            placeholder="no limit"
          />
        </Field>
      </div>
      {length === OWN ? (
        <Field label="Until" aside="UTC" name="until" error={error("endsAt")}>
          <InstantInput value={until} onValueChange={(value) => choose({ until: value })} />
        </Field>
      ) : null}
    </>
  );
}

interface TriggersProps {
  of: readonly string[];
  chosen: readonly string[];
  onChange: (triggers: string[]) => void;
  error?: ReactNode;
}

function Triggers({ of, chosen, onChange, error }: TriggersProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-ink-2">Which of its triggers</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {of.map((trigger) => (
          <Checkbox
            key={trigger}
            label={trigger}
            checked={chosen.includes(trigger)}
            onCheckedChange={(on) => onChange(on ? [...chosen, trigger] : chosen.filter((one) => one !== trigger))}
          />
        ))}
      </div>
      {error ? (
        <p role="alert" className="mt-1 text-xs font-medium text-block">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

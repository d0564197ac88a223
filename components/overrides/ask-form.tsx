"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useNow } from "@/components/trust/now";
import { plural, span } from "@/components/trust/words";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, Textarea } from "@/components/ui/field";
import { asInstant, asText, InstantInput } from "@/components/ui/instant";
import { Select } from "@/components/ui/select";
import type { ClauseTrigger } from "@/lib/domain/pact";
import { ScopeSentence } from "./scope-sentence";

interface OverridableClause {
  key: string | null;
  title: string;
  triggers: readonly AskedTrigger[];
  actions: readonly string[];
  longestMs: number;
  quorum: number;
}

/** A pact in force with what of it may be overridden. */
export interface OverridablePact {
  pact: string;
  title: string;
  agent: string;
  workflow: string;
  clauses: readonly OverridableClause[];
}

type AskedTrigger = ClauseTrigger | "scope";

type Asked = {
  agent: string;
  pact: string;
  clause: string | null;
  triggers: AskedTrigger[];
  actions: string[];
  when?: string;
  maxUses?: number;
  endsAt: string;
  reason: string;
  ticket?: string;
};

export interface AskFormProps {
  pacts: readonly OverridablePact[];
  /** What is chosen to begin with. */
  initial: { pact?: string; clause?: string; trigger?: string; action?: string };
  ask: Act<[Asked], { id: string }>;
}

const SCOPE = "";
const OWN = "own";
const HOUR = 3_600_000;
const LENGTHS = [1, 2, 4, 8, 24, 48, 168].map((hours) => hours * HOUR);
const FIELDS = ["pact", "agent", "clause", "triggers", "actions", "when", "maxUses", "endsAt", "reason", "ticket"];

/** Asks for an override; the sentence on top says at every moment what would be permitted. */
export function AskForm({ pacts, initial, ask }: AskFormProps) {
  const router = useRouter();
  const now = useNow();
  const [slug, setSlug] = useState(initial.pact ?? pacts[0]?.pact ?? "");
  const pact = pacts.find((one) => one.pact === slug) ?? pacts[0];
  const [key, setKey] = useState<string>(initial.clause ?? pact?.clauses[0]?.key ?? SCOPE);
  const clause = pact?.clauses.find((one) => (one.key ?? SCOPE) === key) ?? pact?.clauses[0];
  const [triggers, setTriggers] = useState<string[]>(initial.trigger ? [initial.trigger] : []);
  const [actions, setActions] = useState<string | null>(initial.action ?? null);
  const [when, setWhen] = useState("");
  const [uses, setUses] = useState("");
  const [length, setLength] = useState(String(HOUR));
  const [until, setUntil] = useState("");
  if (!pact || !clause) return null;
  const listed = actions ?? clause.actions.join(", ");
  const chosen = clause.triggers.filter((one) => triggers.includes(one));
  const named: AskedTrigger[] = clause.key === null ? ["scope"] : chosen;
  const endsAt = length === OWN ? asInstant(until) : new Date(now + Number(length)).toISOString();
  const patterns = listed.split(/[\s,]+/).filter(Boolean);
  return (
    <ActForm
      act={ask}
      said="Override asked for"
      after={({ id }) => router.push(`/overrides?peek=${id}`)}
      fields={FIELDS}
      className="max-w-measure"
      input={(form) => ({
        agent: pact.agent,
        pact: pact.pact,
        clause: clause.key,
        triggers: named,
        actions: patterns,
        when: when.trim() || undefined,
        maxUses: uses.trim() === "" ? undefined : Number(uses),
        endsAt: endsAt ?? "",
        reason: asText(form.get("reason")) ?? "",
        ticket: asText(form.get("ticket")),
      })}
    >
      {(error) => (
        <>
          <p className="held" aria-live="polite">
            <ScopeSentence
              agent={pact.agent}
              actions={patterns}
              where={pact.workflow}
              clause={clause.key === null ? null : clause.title}
              triggers={named}
              when={when.trim() || null}
              maxUses={Number(uses) || null}
              endsAt={endsAt ? Date.parse(endsAt) : null}
            />
          </p>
          <p className="mt-2 text-sm text-ink-2">
            It takes {plural(clause.quorum, "approval")} by others, and may last at most {span(clause.longestMs)}.
          </p>
          <div className="mt-8 flex flex-col gap-5">
            <Field label="Pact" name="pact" error={error("pact") ?? error("agent")}>
              <Select
                value={slug}
                onValueChange={(value) => {
                  setSlug(value ?? "");
                  setKey(pacts.find((one) => one.pact === value)?.clauses[0]?.key ?? SCOPE);
                  setActions(null);
                }}
                options={pacts.map((one) => ({ value: one.pact, label: `${one.title}, ${one.agent}` }))}
              />
            </Field>
            <Field label="Despite which clause" name="clause" error={error("clause")}>
              <Select
                value={key}
                onValueChange={(value) => {
                  setKey(value ?? SCOPE);
                  setActions(null);
                }}
                options={pact.clauses.map((one) => ({ value: one.key ?? SCOPE, label: one.title }))}
              />
            </Field>
            {clause.key === null ? null : (
              <Triggers
                of={clause.triggers}
                chosen={chosen}
                onChange={setTriggers}
                error={errorsUnder(error, "triggers", chosen.length)}
              />
            )}
            <Field
              label="For which actions"
              name="actions"
              error={errorsUnder(error, "actions", patterns.length)}
              help={`The clause is about ${clause.actions.join(", ")}. Name fewer to ask for less.`}
            >
              <Input mono value={listed} onValueChange={setActions} spellCheck={false} />
            </Field>
            <Field
              label="Only when"
              aside="optional, CEL"
              name="when"
              error={error("when")}
              help="For example context.amount <= 100. Where it cannot be evaluated, the override does not hold."
            >
              <Input mono value={when} onValueChange={setWhen} spellCheck={false} />
            </Field>
            <div className="grid grid-cols-2 gap-5 max-sm:grid-cols-1">
              <Field label="For how long" name="endsAt" error={error("endsAt")}>
                <Select
                  value={length}
                  onValueChange={(value) => setLength(value ?? String(HOUR))}
                  options={[
                    ...LENGTHS.filter((ms) => ms <= clause.longestMs).map((ms) => ({
                      value: String(ms),
                      label: span(ms),
                    })),
                    { value: OWN, label: "until an instant of its own" },
                  ]}
                />
              </Field>
              <Field label="At most how often" aside="optional" name="maxUses" error={error("maxUses")}>
                <Input inputMode="numeric" value={uses} onValueChange={setUses} placeholder="no limit" />
              </Field>
            </div>
            {length === OWN ? (
              <Field label="Until" aside="UTC" name="until" error={error("endsAt")}>
                <InstantInput value={until} onValueChange={setUntil} />
              </Field>
            ) : null}
            <Field
              label="Reason"
              name="reason"
              error={error("reason")}
              help="What has to happen, and who watches meanwhile. The approver decides on this."
            >
              <Textarea name="reason" rows={4} />
            </Field>
            <Field label="Ticket" aside="optional" name="ticket" error={error("ticket")}>
              <Input name="ticket" />
            </Field>
            <div className="flex gap-2">
              <ActButton>Ask for the override</ActButton>
              <ButtonLink variant="bare" href="/overrides">
                Cancel
              </ButtonLink>
            </div>
          </div>
        </>
      )}
    </ActForm>
  );
}

/** What is wrong with a list as a whole or with one of its entries. */
function errorsUnder(error: (path: string) => string | undefined, path: string, count: number): string | undefined {
  const all = [path, ...Array.from({ length: count }, (_, index) => `${path}.${index}`)];
  return all.map(error).filter(Boolean).join(" ") || undefined;
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

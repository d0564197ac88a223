"use client";
import { useRouter } from "next/navigation";
import { plural, span } from "@/components/trust/words";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { ButtonLink } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { DespiteFields, GlassField, ReachFields, SpanFields } from "./ask-fields";
import { sayBudget } from "./override";
import { ScopeSentence } from "./scope-sentence";
import { type Ask, type AskedFirst, type AskedTrigger, type OverridablePact, useAsk } from "./use-ask";

interface Asked {
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
  breakGlass?: boolean;
}

export interface AskFormProps {
  pacts: readonly OverridablePact[];
  initial: AskedFirst;
  act: Act<[Asked], { id: string }>;
  /** The reader may break the glass. */
  mayBreak: boolean;
}

const FIELDS = ["pact", "agent", "clause", "triggers", "actions", "when", "maxUses", "endsAt", "reason", "ticket"];

/** Paths that this request's errors can name: lists name their entries. */
const fieldsOf = ({ triggers, actions }: Ask) => [
  ...FIELDS,
  ...triggers.map((_, at) => `triggers.${at}`),
  ...actions.map((_, at) => `actions.${at}`),
];

function inputOf({ pact, clause, triggers, actions, when, uses, endsAt, glass }: Ask, form: FormData): Asked {
  return {
    agent: pact.agent,
    pact: pact.pact,
    clause: clause.key,
    triggers,
    actions,
    when: when.trim() || undefined,
    maxUses: uses.trim() === "" ? undefined : Number(uses),
    endsAt: endsAt ?? "",
    reason: asText(form.get("reason")) ?? "",
    ticket: asText(form.get("ticket")),
    breakGlass: glass || undefined,
  };
}

/** Asks for an override; the sentence on top says at every moment what would be permitted. */
export function AskForm({ pacts, initial, act, mayBreak }: AskFormProps) {
  const router = useRouter();
  const ask = useAsk(pacts, initial);
  if (!ask) return null;
  return (
    <ActForm
      act={act}
      said={ask.glass ? "Glass broken: it holds now" : "Override asked for"}
      after={({ id }) => router.push(`/overrides?${ask.glass ? "view=active&" : ""}peek=${id}`)}
      fields={fieldsOf(ask)}
      className="max-w-measure"
      input={(form) => inputOf(ask, form)}
    >
      {(error) => (
        <>
          <AskedSentence ask={ask} />
          <div className="mt-8 flex flex-col gap-5">
            <DespiteFields ask={ask} pacts={pacts} error={error} />
            <ReachFields ask={ask} error={error} />
            {mayBreak ? <GlassField ask={ask} /> : null}
            <SpanFields ask={ask} error={error} />
            <Field
              label="Reason"
              name="reason"
              error={error("reason")}
              help={
                ask.glass
                  ? "In full, at least 20 characters: everybody concerned reads it now, and whoever ratifies decides on it."
                  : "What has to happen, and who watches meanwhile. The approver decides on this."
              }
            >
              <Textarea name="reason" rows={4} />
            </Field>
            <Field label="Ticket" aside="optional" name="ticket" error={error("ticket")}>
              <Input name="ticket" />
            </Field>
            <div className="flex gap-2">
              <ActButton>{ask.glass ? "Break the glass" : "Ask for the override"}</ActButton>
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

function AskedSentence({ ask: { pact, clause, triggers, actions, when, uses, endsAt, glass } }: { ask: Ask }) {
  return (
    <>
      <h1 className="label mb-3">
        {glass ? "You let this happen now, and answer for it:" : "You ask that, beforehand and for a time:"}
      </h1>
      <p className="held" aria-live="polite">
        <ScopeSentence
          agent={pact.agent}
          actions={actions}
          where={pact.workflow}
          clause={clause.key === null ? null : clause.title}
          triggers={triggers}
          when={when.trim() || null}
          maxUses={Number(uses) || null}
          endsAt={endsAt ? Date.parse(endsAt) : null}
        />
      </p>
      <p className="mt-2 text-sm text-ink-2">
        {glass
          ? "It holds at once, for an hour at most, is recorded as an exception, and another person has to ratify it within 24 h."
          : `It takes ${plural(clause.quorum, "approval")} by others, and may last at most ${span(clause.longestMs)}.`}
        {clause.budget ? ` Budget: ${sayBudget(clause.budget)}` : ""}
      </p>
    </>
  );
}

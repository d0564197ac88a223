"use client";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input } from "@/components/ui/field";
import { type ErrorAt, errorsUnder } from "./ask-fields";
import type { Override } from "./override";
import type { AskedTrigger } from "./use-ask";

/** What an approver makes narrower; what is left out stays. */
export interface Narrowing {
  triggers?: AskedTrigger[];
  actions?: string[];
  /** A further condition. */
  when?: string;
  maxUses?: number;
}

/** Actions as they stand in a field. */
export const listed = (actions: readonly string[]) => actions.join(", ");
export const actionsOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);
const same = (a: readonly string[], b: readonly string[]) => listed(a) === listed(b);

/** What an approver makes narrower. */
export function useNarrowing({ triggers, actions, maxUses }: Override) {
  const [chosen, setChosen] = useState({
    triggers: [...triggers],
    actions: listed(actions),
    when: "",
    uses: maxUses === null ? "" : String(maxUses),
  });
  const named = actionsOf(chosen.actions);
  const uses = chosen.uses.trim() === "" ? undefined : Number(chosen.uses);
  const given: Narrowing = {
    triggers: same(chosen.triggers, triggers) ? undefined : chosen.triggers,
    actions: same(named, actions) ? undefined : named,
    when: chosen.when.trim() || undefined,
    maxUses: uses === (maxUses ?? undefined) ? undefined : uses,
  };
  return {
    chosen,
    choose: (change: Partial<typeof chosen>) => setChosen((before) => ({ ...before, ...change })),
    given,
    /** Whether it is less than was asked for, apart from its length. */
    less: Object.values(given).some((one) => one !== undefined),
    fields: [
      ...["triggers", "actions", "when", "maxUses"],
      ...[...triggers, ...named].flatMap((_, at) => [`triggers.${at}`, `actions.${at}`]),
    ],
  };
}

interface NarrowFieldsProps {
  of: Override;
  narrowing: ReturnType<typeof useNarrowing>;
  error: ErrorAt;
}

/** Fewer triggers, actions and uses than were asked for, or a further condition. */
export function NarrowFields({ of: { triggers }, narrowing: { chosen, choose, less }, error }: NarrowFieldsProps) {
  return (
    <details className="mt-3 text-sm">
      <summary className="w-fit cursor-pointer underline underline-offset-3">
        Narrow it{less ? ": less than was asked for" : ""}
      </summary>
      <div className="mt-3 grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="Only for these actions" error={errorsUnder(error, "actions", actionsOf(chosen.actions).length)}>
          <Input mono value={chosen.actions} onValueChange={(value) => choose({ actions: value })} spellCheck={false} />
        </Field>
        <Field label="At most how often" aside="optional" error={error("maxUses")}>
          <Input inputMode="numeric" value={chosen.uses} onValueChange={(value) => choose({ uses: value })} />
        </Field>
        <Field label="A further condition" aside="optional, CEL" error={error("when")}>
          <Input mono value={chosen.when} onValueChange={(value) => choose({ when: value })} spellCheck={false} />
        </Field>
        {triggers.length > 1 ? (
          <fieldset>
            <legend className="mb-1 text-xs text-ink-2">Only these triggers</legend>
            <div className="flex flex-wrap gap-x-5 gap-y-1">
              {triggers.map((trigger) => (
                <Checkbox
                  key={trigger}
                  label={trigger}
                  checked={chosen.triggers.includes(trigger)}
                  onCheckedChange={(on) =>
                    choose({
                      triggers: triggers.filter((one) => (one === trigger ? on : chosen.triggers.includes(one))),
                    })
                  }
                />
              ))}
            </div>
            {error("triggers") ? (
              <p role="alert" className="mt-1 text-xs font-medium text-block">
                {error("triggers")}
              </p>
            ) : null}
          </fieldset>
        ) : null}
      </div>
    </details>
  );
}

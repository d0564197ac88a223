"use client";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { asInstant, asText } from "@/components/ui/form-values";
import { InstantInput } from "@/components/ui/instant";
import { errorsUnder } from "./ask-fields";
import type { Override } from "./override";
import { actionsOf, listed } from "./reach-fields";

interface Change {
  id: string;
  /** Left out: as before. */
  actions?: string[];
  endsAt?: string;
  when: string | null;
  maxUses: number | null;
  reason: string;
}
export type AmendOverride = Act<[Change], unknown>;

const FIELDS = ["actions", "when", "maxUses", "endsAt", "reason"];

/** What the form says anew: an end that was left as it stood keeps its seconds. */
function changeOf({ id, endsAt, ...before }: Override, form: FormData): Change {
  const until = asInstant(form.get("endsAt"));
  const uses = asText(form.get("maxUses"));
  const actions = actionsOf(asText(form.get("actions")) ?? "");
  return {
    id,
    actions: listed(actions) === listed(before.actions) ? undefined : actions,
    when: asText(form.get("when")) ?? null,
    maxUses: uses === undefined ? null : Number(uses),
    endsAt: until?.slice(0, 16) === endsAt.slice(0, 16) ? undefined : (until ?? ""),
    reason: asText(form.get("reason")) ?? "",
  };
}

/** Says anew what a request asks for: approvals given so far are void, and whoever widens it never approves it. */
export function ChangeRequest({ override, amend }: { override: Override; amend: AmendOverride }) {
  const [open, setOpen] = useState(false);
  const { actions, when, maxUses, endsAt, reason, approvals } = override;
  const voids = approvals.length > 0 ? " The approvals given so far will be void." : "";
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Change request</Button>}
      title="Change the request"
      description={`Whoever makes it ask for more never approves it.${voids}`}
    >
      <ActForm
        act={amend}
        said="Request changed"
        after={() => setOpen(false)}
        fields={[...FIELDS, ...actions.map((_, at) => `actions.${at}`)]}
        input={(form) => changeOf(override, form)}
      >
        {(error) => (
          <div className="flex flex-col gap-4">
            <Field label="For which actions" name="actions" error={errorsUnder(error, "actions", actions.length)}>
              <Input mono name="actions" defaultValue={listed(actions)} spellCheck={false} />
            </Field>
            <Field label="Only when" aside="optional, CEL" name="when" error={error("when")}>
              <Input mono name="when" defaultValue={when ?? ""} spellCheck={false} />
            </Field>
            <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
              <Field label="Until" aside="UTC" name="endsAt" error={error("endsAt")}>
                <InstantInput name="endsAt" defaultAt={Date.parse(endsAt)} />
              </Field>
              <Field label="At most how often" aside="optional" name="maxUses" error={error("maxUses")}>
                <Input name="maxUses" inputMode="numeric" defaultValue={maxUses === null ? "" : String(maxUses)} />
              </Field>
            </div>
            <Field label="Reason" name="reason" error={error("reason")}>
              <Textarea name="reason" rows={3} defaultValue={reason} />
            </Field>
            <DialogActions>
              <ActButton>Change request</ActButton>
            </DialogActions>
          </div>
        )}
      </ActForm>
    </Dialog>
  );
}

"use client";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { ConfirmCancel, ConfirmDialog, Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asInstant, asText } from "@/components/ui/form-values";
import { InstantInput } from "@/components/ui/instant";
import { Select } from "@/components/ui/select";
import type { Authority } from "@/lib/domain/state";
import { AUTHORITIES } from "./agent";

export interface GrantAsked {
  agent: string;
  workflow?: string | null;
  level: Authority;
  reason: string;
  until?: string;
}

export type SetGrant = Act<[GrantAsked], { state: string; level: Authority }>;

const said = ({ state, level }: { state: string; level: Authority }) =>
  state === "requested" ? `Asked for ${level} authority` : `Authority set to ${level}`;
const EVERYWHERE = "*";

/** Says what authority the agent is to have: less holds at once, more is a request to another person. */
export function ChangeAuthority({
  agent,
  workflows,
  granted,
  act,
}: {
  agent: string;
  workflows: readonly string[];
  granted: Authority;
  act: SetGrant;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Change authority</Button>}
      title={`Authority of ${agent}`}
      description="Less than it has now holds at once. More is a request that another person answers, with the case beside it."
    >
      <ActForm
        act={act}
        said={said}
        after={() => setOpen(false)}
        fields={["workflow", "level", "reason", "until"]}
        input={(form) => ({
          agent,
          workflow: form.get("workflow") === EVERYWHERE ? null : (asText(form.get("workflow")) ?? null),
          level: form.get("level") as Authority,
          reason: asText(form.get("reason")) ?? "",
          until: asInstant(form.get("until")),
        })}
      >
        {(error) => <AuthorityFields granted={granted} workflows={workflows} error={error} />}
      </ActForm>
    </Dialog>
  );
}

interface AuthorityFieldsProps {
  granted: Authority;
  workflows: readonly string[];
  error: (path: string) => string | undefined;
}

function AuthorityFields({ granted, workflows, error }: AuthorityFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      <Field label="Authority" name="level" error={error("level")}>
        <Select name="level" defaultValue={granted} options={AUTHORITIES} />
      </Field>
      <Field label="Where" name="workflow" error={error("workflow")}>
        <Select
          name="workflow"
          defaultValue={EVERYWHERE}
          options={[
            { value: EVERYWHERE, label: "every workflow" },
            ...workflows.map((value) => ({ value, label: value })),
          ]}
        />
      </Field>
      <Field
        label="Reason"
        name="reason"
        error={error("reason")}
        help="Others will read it beside every decision that this changes."
      >
        <Textarea name="reason" rows={3} />
      </Field>
      <Field
        label="Until"
        aside="optional, UTC"
        name="until"
        error={error("until")}
        help="Afterwards what was granted before holds again."
      >
        <InstantInput name="until" />
      </Field>
      <DialogActions>
        <ActButton>Set authority</ActButton>
      </DialogActions>
    </div>
  );
}

/** The kill switch: from the next decision on the agent may do nothing. */
export function Suspend({ agent, act }: { agent: string; act: SetGrant }) {
  const [open, setOpen] = useState(false);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Suspend</Button>}
      title={`Suspend ${agent}?`}
      description="From the next decision on it may do nothing, in any workflow, shadow pacts included. Another person must grant it authority again."
    >
      <ActForm
        act={act}
        said={`${agent} is suspended`}
        after={() => setOpen(false)}
        fields={["reason"]}
        input={(form) => ({
          agent,
          workflow: null,
          level: "suspended" as const,
          reason: asText(form.get("reason")) ?? "",
        })}
      >
        {(error) => (
          <>
            <Field label="Reason" name="reason" error={error("reason")}>
              <Textarea name="reason" rows={3} />
            </Field>
            <div className="mt-5 flex justify-end gap-2">
              <ConfirmCancel />
              <ActButton>Suspend {agent}</ActButton>
            </div>
          </>
        )}
      </ActForm>
    </ConfirmDialog>
  );
}

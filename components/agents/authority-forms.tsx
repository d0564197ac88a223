"use client";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmCancel, ConfirmDialog, Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asInstant, asText } from "@/components/ui/form-values";
import { InstantInput } from "@/components/ui/instant";
import { Select } from "@/components/ui/select";
import { PROBATION_ENDS, type ProbationEnd } from "@/lib/domain/probation";
import type { Authority } from "@/lib/domain/state";
import { AUTHORITIES } from "./agent";

export interface GrantAsked {
  agent: string;
  workflow?: string | null;
  level: Authority;
  reason: string;
  until?: string;
  probation?: { for: string; on: ProbationEnd[] };
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
        fields={["workflow", "level", "reason", "until", "probation", "probation.on"]}
        input={(form) => ({
          agent,
          workflow: form.get("workflow") === EVERYWHERE ? null : (asText(form.get("workflow")) ?? null),
          level: form.get("level") as Authority,
          reason: asText(form.get("reason")) ?? "",
          until: asInstant(form.get("until")),
          probation: probationOf(form),
        })}
      >
        {(error) => <AuthorityFields granted={granted} workflows={workflows} error={error} />}
      </ActForm>
    </Dialog>
  );
}

const NO_PROBATION = "none";

function probationOf(form: FormData): GrantAsked["probation"] {
  const lasts = asText(form.get("probation"));
  if (lasts === undefined || lasts === NO_PROBATION) return undefined;
  return { for: lasts, on: form.getAll("probation.on") as ProbationEnd[] };
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
      <ProbationFields error={error} />
      <DialogActions>
        <ActButton>Set authority</ActButton>
      </DialogActions>
    </div>
  );
}

const ENDS: Record<ProbationEnd, string> = {
  drift: "drift is suspected",
  incident: "an incident is opened",
  evidence: "evidence fails",
};

/** Of more authority than now: for how long it is on probation, and what ends that at once. */
function ProbationFields({ error }: Pick<AuthorityFieldsProps, "error">) {
  const [lasts, setLasts] = useState(NO_PROBATION);
  return (
    <>
      <Field
        label="On probation"
        aside="for more authority"
        name="probation"
        error={error("probation")}
        help="It falls back by itself unless another person confirms it in time."
      >
        <Select
          name="probation"
          value={lasts}
          onValueChange={(value) => setLasts(value ?? NO_PROBATION)}
          options={[
            { value: NO_PROBATION, label: "no" },
            { value: "P3D", label: "for 3 days" },
            { value: "P7D", label: "for 7 days" },
            { value: "P14D", label: "for 14 days" },
            { value: "P30D", label: "for 30 days" },
          ]}
        />
      </Field>
      {lasts === NO_PROBATION ? null : (
        <fieldset>
          <legend className="mb-1 text-xs text-ink-2">It falls back at once where</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {PROBATION_ENDS.map((one) => (
              <Checkbox key={one} name="probation.on" value={one} label={ENDS[one]} defaultChecked />
            ))}
          </div>
          {error("probation.on") ? (
            <p role="alert" className="mt-1 text-xs font-medium text-block">
              {error("probation.on")}
            </p>
          ) : null}
        </fieldset>
      )}
    </>
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

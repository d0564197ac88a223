"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, problemAt } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Role } from "@/lib/domain/roles";
import { dismissMember, saveMember } from "../actions";
import { ConfirmVerb } from "../confirm-verb";
import { CheckList, FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";
import { ROLE_OPTIONS } from "./invite";

interface Member {
  id: string;
  name: string;
  role: Role;
  workflows: string[];
}

/** Role, name, and what the role is narrowed to. */
export function ChangeMember({ member, workflows }: { member: Member; workflows: readonly string[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" variant="bare" aria-label={`Change ${member.name}`}>
          Change
        </Button>
      }
      title={`Change ${member.name}`}
      description="Counts from their next request on, in the console and for their keys."
    >
      <ChangeForm member={member} workflows={workflows} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function ChangeForm({
  member,
  workflows,
  onDone,
}: {
  member: Member;
  workflows: readonly string[];
  onDone: () => void;
}) {
  const { submit, busy, problem } = useVerb(saveMember, `${member.name} changed`, onDone);
  const slugs = [...new Set([...workflows, ...member.workflows])].sort();
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={["name", "role"]} />
      <input type="hidden" name="member" value={member.id} />
      <Field label="Name" name="name" error={problemAt(problem?.errors, "name")}>
        <Input defaultValue={member.name} required />
      </Field>
      <Field label="Role" name="role" error={problemAt(problem?.errors, "role")}>
        <Select options={ROLE_OPTIONS} defaultValue={member.role} />
      </Field>
      {slugs.length > 0 ? (
        <CheckList
          legend="Only in these workflows"
          name="workflows"
          options={slugs.map((value) => ({ value, label: value }))}
          chosen={member.workflows}
          help="None ticked: in all of them."
          problem={problem}
        />
      ) : null}
      <DialogActions>
        <VerbButton busy={busy}>Save</VerbButton>
      </DialogActions>
    </form>
  );
}

export function RemoveMember({ member }: { member: Member }) {
  return (
    <ConfirmVerb
      perform={dismissMember}
      said={`${member.name} removed`}
      name="member"
      value={member.id}
      verb="Remove"
      title={`Remove ${member.name}`}
      description="Their sessions and personal keys end at once, and they leave their teams. What they did stays in the history. They can be invited again."
    />
  );
}

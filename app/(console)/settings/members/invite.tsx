"use client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, problemAt } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { ROLES, type Role } from "@/lib/domain/roles";
import { inviteMember, takeBackInvitation } from "../actions";
import { ConfirmVerb } from "../confirm-verb";
import { CheckList, FormProblem, ShownOnce, VerbButton } from "../parts";
import { ROLE_WORDS } from "../role-words";
import { useVerb } from "../use-verb";

export const ROLE_OPTIONS = ROLES.map((role: Role) => ({ value: role, label: `${role}: ${ROLE_WORDS[role]}` }));

/** Asks for address and role, then shows the link, once. */
export function InviteMember({ workflows }: { workflows: readonly string[] }) {
  return (
    <Dialog trigger={<Button variant="primary">Invite somebody</Button>} title="Invite somebody">
      <InviteForm workflows={workflows} />
    </Dialog>
  );
}

function InviteForm({ workflows }: { workflows: readonly string[] }) {
  const { submit, busy, problem, result } = useVerb(inviteMember, "Invitation made");
  if (result) {
    return (
      <>
        <p className="mb-3 text-sm">
          No mail is sent: hand this link to {result.email} yourself. Whoever opens it first becomes the member.
        </p>
        <ShownOnce what="link" secret={result.url} />
        <DialogActions cancel="Done">{null}</DialogActions>
      </>
    );
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={["email", "role"]} />
      <Field label="E-mail address" name="email" error={problemAt(problem?.errors, "email")}>
        <Input type="email" required />
      </Field>
      <Field label="Role" name="role" error={problemAt(problem?.errors, "role")}>
        <Select options={ROLE_OPTIONS} defaultValue="author" />
      </Field>
      {workflows.length > 0 ? (
        <CheckList
          legend="Only in these workflows"
          name="workflows"
          options={workflows.map((value) => ({ value, label: value }))}
          help="None ticked: in all of them."
          problem={problem}
        />
      ) : null}
      <DialogActions>
        <VerbButton busy={busy}>Make the link</VerbButton>
      </DialogActions>
    </form>
  );
}

export function TakeBackInvitation({ invitation }: { invitation: { id: string; email: string } }) {
  return (
    <ConfirmVerb
      perform={takeBackInvitation}
      said="Invitation taken back"
      name="invitation"
      value={invitation.id}
      verb="Take back"
      title={`Take back the invitation of ${invitation.email}`}
      description="The link stops working. You can invite them anew."
    />
  );
}

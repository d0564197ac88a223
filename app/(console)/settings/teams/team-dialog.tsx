"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, problemAt } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { saveTeam } from "../actions";
import { CheckList, FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";

interface Team {
  slug: string;
  name: string;
  members: string[];
  deputy: string | null;
  escalation: string | null;
}

/** Members by e-mail address and name. */
type People = readonly { value: string; label: string }[];

export function NewTeam({ people }: { people: People }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen} trigger={<Button variant="primary">New team</Button>} title="New team">
      <TeamForm team={null} people={people} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

export function EditTeam({ team, people }: { team: Team; people: People }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" variant="bare" aria-label={`Change ${team.name}`}>
          Change
        </Button>
      }
      title={`Change ${team.name}`}
    >
      <TeamForm team={team} people={people} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function TeamForm({ team, people, onDone }: { team: Team | null; people: People; onDone: () => void }) {
  const { submit, busy, problem } = useVerb(saveTeam, team ? `${team.name} changed` : "Team made", onDone);
  const error = (path: string) => problemAt(problem?.errors, path);
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={["slug", "name", "deputy", "escalation"]} />
      <Field label="Name" name="name" error={error("name")}>
        <Input defaultValue={team?.name} required />
      </Field>
      {team ? (
        <input type="hidden" name="slug" value={team.slug} />
      ) : (
        <Field label="Slug" name="slug" help="What pacts call it: refunds-platform. It stays." error={error("slug")}>
          <Input mono required />
        </Field>
      )}
      <CheckList legend="Members" name="members" options={people} chosen={team?.members} problem={problem} />
      <Field
        label="Deputy"
        name="deputy"
        aside="optional"
        help="Answers while the others are away."
        error={error("deputy")}
      >
        <Select options={[{ value: "", label: "nobody" }, ...people]} defaultValue={team?.deputy ?? ""} />
      </Field>
      <Field
        label="Escalation"
        name="escalation"
        aside="optional"
        help="Who is told when nobody answers: a person, a rota, an address."
        error={error("escalation")}
      >
        <Input defaultValue={team?.escalation ?? ""} />
      </Field>
      <DialogActions>
        <VerbButton busy={busy}>Save</VerbButton>
      </DialogActions>
    </form>
  );
}

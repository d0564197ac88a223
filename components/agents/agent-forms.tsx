"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { asList, asText } from "@/components/ui/form-values";

export interface AgentPut {
  slug: string;
  name: string;
  owner: string;
  release: string;
  candidates: string[];
}

export type PutAgent = Act<[AgentPut], { slug: string }>;

const FIELDS = ["slug", "name", "owner", "release", "candidates"];

/** Registers an agent: who it is, whose, and which release of it asks. */
export function RegisterAgent({ act, teams }: { act: PutAgent; teams: readonly string[] }) {
  const router = useRouter();
  return (
    <ActForm
      act={act}
      said={({ slug }) => `${slug} registered`}
      after={({ slug }) => router.push(`/agents/${slug}`)}
      fields={FIELDS}
      className="flex max-w-measure flex-col gap-4"
      input={(form) => ({
        slug: asText(form.get("slug"))?.trim() ?? "",
        name: asText(form.get("name")) ?? "",
        owner: asText(form.get("owner")) ?? "",
        release: asText(form.get("release")) ?? "",
        candidates: asList(form.get("candidates")),
      })}
    >
      {(error) => (
        <>
          <Field
            label="Name in documents and requests"
            name="slug"
            error={error("slug")}
            help="Lower-case letters and digits, such as refund-bot. It stays."
          >
            <Input name="slug" mono autoComplete="off" spellCheck={false} />
          </Field>
          <Field label="What people call it" name="name" error={error("name")}>
            <Input name="name" autoComplete="off" />
          </Field>
          <Field label="Owner" name="owner" error={error("owner")} help="The team that answers for it, or a contact.">
            <Input name="owner" list="teams" autoComplete="off" />
          </Field>
          <datalist id="teams">
            {teams.map((team) => (
              <option key={team} value={team} />
            ))}
          </datalist>
          <Releases error={error} />
          <div className="flex gap-2">
            <ActButton>Register agent</ActButton>
            <ButtonLink variant="bare" href="/agents">
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActForm>
  );
}

function Releases({
  error,
  release,
  candidates,
}: {
  error: (path: string) => string | undefined;
  release?: string;
  candidates?: readonly string[];
}) {
  return (
    <>
      <Field
        label="Current release"
        name="release"
        error={error("release")}
        help="Model, prompt, tools and data under one name. Evidence that is per release counts for this one only."
      >
        <Input name="release" mono defaultValue={release} autoComplete="off" spellCheck={false} />
      </Field>
      <Field
        label="Candidate releases"
        aside="optional"
        name="candidates"
        error={error("candidates")}
        help="One a line. They may ask, and gather evidence of their own before they become current."
      >
        <Textarea name="candidates" mono rows={2} defaultValue={candidates?.join("\n")} />
      </Field>
    </>
  );
}

/** Makes another release the current one, or names candidates. */
export function ChangeRelease({ agent, act }: { agent: AgentPut; act: PutAgent }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Change release</Button>}
      title={`Release of ${agent.slug}`}
      description="From the next decision on, evidence that is per release counts for the new one only: clauses that it has not proven start missing."
    >
      <ActForm
        act={act}
        said="Release changed"
        after={() => setOpen(false)}
        fields={FIELDS}
        input={(form) => ({
          ...agent,
          release: asText(form.get("release")) ?? "",
          candidates: asList(form.get("candidates")),
        })}
      >
        {(error) => (
          <div className="flex flex-col gap-4">
            <Releases error={error} release={agent.release} candidates={agent.candidates} />
            <DialogActions>
              <ActButton>Change release</ActButton>
            </DialogActions>
          </div>
        )}
      </ActForm>
    </Dialog>
  );
}

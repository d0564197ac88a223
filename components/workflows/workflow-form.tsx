"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button, ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { Select } from "@/components/ui/select";
import type { Level } from "@/lib/domain/pact";

interface Action {
  name: string;
  risk: Level;
}

interface WorkflowPut {
  slug: string;
  name: string;
  consequential: boolean;
  risk: Level;
  actions: Action[];
}

const RISKS: readonly { value: Level; label: string }[] = [
  { value: "low", label: "low" },
  { value: "medium", label: "medium" },
  { value: "high", label: "high" },
  { value: "critical", label: "critical" },
];

export interface WorkflowFormProps {
  /** Absent: a new one. */
  workflow?: WorkflowPut;
  act: Act<[WorkflowPut], { slug: string }>;
}

const fieldsOf = (actions: readonly Action[]) => [
  ...["slug", "name", "risk", "consequential"],
  ...actions.flatMap((_, at) => [`actions.${at}.name`, `actions.${at}.risk`]),
];

/** The lines without a last one that was left empty. */
const written = (actions: readonly Action[]) =>
  actions.filter(({ name }, at) => name.trim() !== "" || at < actions.length - 1);

/** What a workflow is: whether it matters, its risk, and the actions that belong to it. */
export function WorkflowForm({ workflow, act }: WorkflowFormProps) {
  const router = useRouter();
  const [actions, setActions] = useState<Action[]>(workflow?.actions ?? [{ name: "", risk: "medium" }]);
  const [consequential, setConsequential] = useState(workflow?.consequential ?? true);
  return (
    <ActForm
      act={act}
      said={workflow ? "Workflow changed" : "Workflow registered"}
      after={({ slug }) => router.push(`/workflows/${slug}`)}
      fields={fieldsOf(actions)}
      className="flex max-w-measure flex-col gap-5"
      input={(form) => ({
        slug: workflow?.slug ?? asText(form.get("slug"))?.trim() ?? "",
        name: asText(form.get("name")) ?? "",
        risk: form.get("risk") as Level,
        consequential,
        actions: written(actions),
      })}
    >
      {(error) => (
        <>
          {workflow ? null : <SlugField error={error("slug")} />}
          <Field label="What people call it" name="name" error={error("name")}>
            <Input name="name" defaultValue={workflow?.name} autoComplete="off" />
          </Field>
          <div className="flex flex-col gap-3">
            <Field label="Risk" name="risk" error={error("risk")}>
              <Select name="risk" defaultValue={workflow?.risk ?? "medium"} options={RISKS} />
            </Field>
            <Checkbox label="Consequential" checked={consequential} onCheckedChange={setConsequential} />
            <p className="label">It moves money, permissions, counterparties or customers.</p>
          </div>
          <ActionLines actions={actions} onChange={setActions} error={error} />
          <div className="flex gap-2">
            <ActButton>{workflow ? "Save workflow" : "Register workflow"}</ActButton>
            <ButtonLink variant="bare" href={workflow ? `/workflows/${workflow.slug}` : "/workflows"}>
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActForm>
  );
}

function SlugField({ error }: { error?: string }) {
  return (
    <Field
      label="Name in documents and requests"
      name="slug"
      error={error}
      help="Lower-case letters and digits, such as supplier-payments. It stays."
    >
      <Input name="slug" mono spellCheck={false} autoComplete="off" />
    </Field>
  );
}

interface ActionLinesProps {
  actions: readonly Action[];
  onChange: (actions: Action[]) => void;
  error: (path: string) => string | undefined;
}

/** The actions, one a line. */
function ActionLines({ actions, onChange, error }: ActionLinesProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-ink-2">Actions, each with its risk</legend>
      <div className="flex flex-col gap-2">
        {actions.map((one, at) => (
          <ActionLine
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; names may be equal while they are typed
            key={at}
            number={at + 1}
            action={one}
            onChange={(next) => onChange(actions.map((other, index) => (index === at ? next : other)))}
            onRemove={() => onChange(actions.filter((_, index) => index !== at))}
            errors={{ name: error(`actions.${at}.name`), risk: error(`actions.${at}.risk`) }}
          />
        ))}
      </div>
      <Button size="small" className="mt-3" onClick={() => onChange([...actions, { name: "", risk: "medium" }])}>
        Add an action
      </Button>
    </fieldset>
  );
}

interface ActionLineProps {
  number: number;
  action: Action;
  onChange: (action: Action) => void;
  onRemove: () => void;
  errors: { name?: string; risk?: string };
}

function ActionLine({ number, action, onChange, onRemove, errors }: ActionLineProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_132px_auto] items-start gap-2">
      <Field label={<span className="sr-only">Action {number}</span>} error={errors.name}>
        <Input
          mono
          value={action.name}
          placeholder="payments.refund"
          onValueChange={(name) => onChange({ ...action, name })}
          spellCheck={false}
        />
      </Field>
      <Field label={<span className="sr-only">Risk of action {number}</span>} error={errors.risk}>
        <Select
          value={action.risk}
          onValueChange={(risk) => onChange({ ...action, risk: risk ?? "medium" })}
          options={RISKS}
        />
      </Field>
      <Button variant="bare" className="mt-1" aria-label={`Remove action ${action.name || number}`} onClick={onRemove}>
        Remove
      </Button>
    </div>
  );
}

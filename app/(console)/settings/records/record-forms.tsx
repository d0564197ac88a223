"use client";
import { Field, Input, problemAt, Textarea } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ActionResult } from "@/lib/border/action";
import { holdRecords, lookUpKey, releaseRecords, saveKeyName, saveRetention } from "../actions";
import { FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";

interface SettingProps {
  save(form: FormData): Promise<ActionResult<unknown>>;
  said: string;
  name: string;
  value: string | null;
  label: string;
  help: string;
  placeholder?: string;
  /** What its button says. */
  act: string;
}

/** One setting of the organisation, written by hand. */
function SettingForm({ save, said, name, value, label, help, placeholder, act }: SettingProps) {
  const { submit, busy, problem } = useVerb(save, said);
  const path = `settings.${name}`;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={[path]} />
      <Field label={label} name={name} help={help} error={problemAt(problem?.errors, path)}>
        <Input mono defaultValue={value ?? ""} placeholder={placeholder} autoComplete="off" />
      </Field>
      <div>
        <VerbButton busy={busy} variant="plain">
          {act}
        </VerbButton>
      </div>
    </form>
  );
}

export const RetentionForm = ({ retention }: { retention: string | null }) => (
  <SettingForm
    save={saveRetention}
    said="Retention changed"
    name="decisionRetention"
    value={retention}
    label="Keep decisions"
    help="An ISO 8601 duration such as P730D; empty: for ever. What is pruned stays counted, and its roots stay in the ledger."
    placeholder="for ever"
    act="Change the retention"
  />
);

export const KeyNameForm = ({ name }: { name: string | null }) => (
  <SettingForm
    save={saveKeyName}
    said="Name of the key's record changed"
    name="keyName"
    value={name}
    label="Name of the TXT record"
    help="Of a domain that your readers know as yours, such as _surety.example.com."
    act="Save the name"
  />
);

export function HoldForm() {
  const { submit, busy, problem, result } = useVerb(holdRecords, "Legal hold placed");
  return (
    <form key={result?.id} onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={["reason"]} />
      <Field
        label="Why nothing may be erased"
        name="reason"
        error={problemAt(problem?.errors, "reason")}
        help="Stands in the ledger. Until the hold is released nothing is pruned or erased."
      >
        <Textarea rows={2} />
      </Field>
      <div>
        <VerbButton busy={busy}>Place a legal hold</VerbButton>
      </div>
    </form>
  );
}

export function ReleaseForm({ id }: { id: string }) {
  const { submit, busy, problem } = useVerb(releaseRecords, "Legal hold released");
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <FormProblem problem={problem} shown={["reason"]} />
      <input type="hidden" name="id" value={id} />
      <Field label="Why it is over" name="reason" error={problemAt(problem?.errors, "reason")} className="min-w-56">
        <Input autoComplete="off" />
      </Field>
      <VerbButton busy={busy} variant="plain">
        Release
      </VerbButton>
    </form>
  );
}

export function LookUpForm() {
  const { submit, busy, problem } = useVerb(() => lookUpKey(), "Looked up");
  return (
    <form onSubmit={submit} className="mt-3">
      <FormProblem problem={problem} />
      <VerbButton busy={busy} variant="plain">
        Look it up now
      </VerbButton>
    </form>
  );
}

const KINDS = [
  { value: "decisions", label: "Decisions" },
  { value: "evidence", label: "Evidence" },
  { value: "overrides", label: "Overrides" },
];
const FORMATS = [
  { value: "csv", label: "CSV" },
  { value: "ndjson", label: "NDJSON" },
];

/** Takes a population out: a plain form, whose answer the browser keeps as a file. */
export function ExportForm({ pacts }: { pacts: readonly { slug: string; title: string }[] }) {
  const submit = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const query = new URLSearchParams({ pact: String(form.get("pact")), format: String(form.get("format")) });
    for (const end of ["from", "to"]) {
      const day = String(form.get(end) ?? "");
      if (day !== "") query.set(end, `${day}T00:00:00Z`);
    }
    window.location.assign(`/api/v1/exports/${form.get("what")}?${query}`);
  };
  return (
    <form onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
      <Field label="What" name="what">
        <Select options={KINDS} defaultValue="decisions" />
      </Field>
      <Field label="Of the pact" name="pact">
        <Select
          options={pacts.map(({ slug, title }) => ({ value: slug, label: title }))}
          defaultValue={pacts[0]?.slug}
        />
      </Field>
      <Field label="From (UTC)" aside="optional" name="from">
        <Input type="date" />
      </Field>
      <Field label="Before (UTC)" aside="optional" name="to">
        <Input type="date" />
      </Field>
      <Field label="As" name="format">
        <Select options={FORMATS} defaultValue="csv" />
      </Field>
      <div className="self-end">
        <VerbButton busy={false} variant="plain">
          Export all of it
        </VerbButton>
      </div>
    </form>
  );
}

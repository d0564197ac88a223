"use client";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, problemAt, Textarea } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { OrganisationSettings } from "@/lib/domain/state";
import { saveOrganisation } from "../actions";
import { FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";

const UNGOVERNED = [
  { value: "block", label: "block: refuse it" },
  { value: "review", label: "review: hold it for a person" },
  { value: "allow", label: "allow: let it through, recorded as ungoverned" },
] as const;

const SEVERITIES = ["critical", "major", "minor"] as const;
const SHOWN = ["name", "settings.ungoverned", "settings.approvals", "settings.reviewExpiry"].concat(
  ["settings.ungovernedAgents", "settings.ungovernedWorkflows"],
  SEVERITIES.map((severity) => `settings.overrideCaps.${severity}`),
);

const asLines = (verdicts: Readonly<Record<string, string>>) =>
  Object.entries(verdicts)
    .map(([name, verdict]) => `${name}: ${verdict}`)
    .join("\n");

interface Props {
  organisation: { slug: string; name: string; settings: OrganisationSettings };
}

export function OrganisationForm({ organisation: { slug, name, settings } }: Props) {
  const { submit, busy, problem } = useVerb(saveOrganisation, "Settings changed");
  const error = (path: string) => problemAt(problem?.errors, path);
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <FormProblem problem={problem} shown={SHOWN} />
      <Field label="Name" name="name" help={`Its slug stays ${slug}.`} error={error("name")}>
        <Input defaultValue={name} required />
      </Field>
      <Field label="An action that no pact covers" name="ungoverned" error={error("settings.ungoverned")}>
        <Select options={UNGOVERNED} defaultValue={settings.ungoverned} />
      </Field>
      <Field
        label="Except for these agents"
        name="ungovernedAgents"
        help="One a line: refund-bot: review"
        error={error("settings.ungovernedAgents")}
      >
        <Textarea mono rows={2} defaultValue={asLines(settings.ungovernedAgents)} />
      </Field>
      <Field
        label="Except in these workflows"
        name="ungovernedWorkflows"
        help="One a line: payouts: block"
        error={error("settings.ungovernedWorkflows")}
      >
        <Textarea mono rows={2} defaultValue={asLines(settings.ungovernedWorkflows)} />
      </Field>
      <Field
        label="Approvals that publishing a pact needs"
        name="approvals"
        help="By members who did not write it; 0 to 5."
        error={error("settings.approvals")}
      >
        <Input type="number" min={0} max={5} defaultValue={String(settings.approvals)} required />
      </Field>
      <Field
        label="A held decision expires after"
        name="reviewExpiry"
        help="An ISO 8601 duration such as PT1H; then it counts as denied."
        error={error("settings.reviewExpiry")}
      >
        <Input mono defaultValue={settings.reviewExpiry} required />
      </Field>
      <fieldset>
        <legend className="mb-1 text-xs text-ink-2">Mail in quiet hours</legend>
        <input type="hidden" name="wasUrgent" value={String(settings.urgentPassesQuiet ?? false)} />
        <Checkbox
          name="urgentPassesQuiet"
          value="true"
          label="What is urgent reaches everybody at once"
          defaultChecked={settings.urgentPassesQuiet ?? false}
        />
        <p className="label">Break-glass, incidents, verified drift, held decisions, overdue answers.</p>
      </fieldset>
      <Caps caps={settings.overrideCaps} error={error} />
      <div>
        <VerbButton busy={busy}>Save settings</VerbButton>
      </div>
    </form>
  );
}

interface CapsProps {
  caps: OrganisationSettings["overrideCaps"];
  error(path: string): string | undefined;
}

function Caps({ caps, error }: CapsProps) {
  return (
    <fieldset className="grid gap-4 sm:grid-cols-3">
      <legend className="mb-1 text-xs text-ink-2">Longest override, by severity of the clause</legend>
      {SEVERITIES.map((severity) => (
        <Field key={severity} label={severity} name={severity} error={error(`settings.overrideCaps.${severity}`)}>
          <Input mono defaultValue={caps[severity]} required />
        </Field>
      ))}
    </fieldset>
  );
}

"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { parsePactText } from "@/lib/domain/parse-pact";
import { BLANK, fillTemplate, TEMPLATES, type TemplateNames } from "@/lib/domain/templates";
import { freeKey } from "@/lib/domain/written";
import { PactDocument } from "./pact-document";

export interface TemplateFormProps {
  /** Of `TEMPLATES`, or `blank`. */
  template: string;
  /** Names of teams by slug. */
  teams: Readonly<Record<string, string>>;
  agents: readonly string[];
  workflows: readonly string[];
  /** The one that wants a pact. */
  workflow?: string;
  provider: string;
  save: Act<[{ pact: string; text: string; format: "yaml" }], { pact: string }>;
}

/** Puts an organisation's own names into a template; what comes out is a draft that binds nobody. */
export function TemplateForm(props: TemplateFormProps) {
  const { template: id, teams, agents, workflows, provider, save } = props;
  const router = useRouter();
  const template = TEMPLATES.find((one) => one.id === id);
  const [names, setNames] = useState<TemplateNames>({
    pact: template?.id ?? "",
    title: template?.title ?? "",
    // One of several is for the author to name.
    agent: agents.length === 1 ? (agents[0] ?? "") : "",
    workflow: props.workflow ?? template?.id ?? workflows[0] ?? "",
    team: Object.keys(teams)[0] ?? "",
    provider,
  });
  const [shadow, setShadow] = useState(true);
  const [ownSlug, setOwnSlug] = useState(false);
  const source = template ?? { text: BLANK };
  const text = useMemo(() => fillTemplate(source, names, shadow), [source, names, shadow]);
  const change = (part: Partial<TemplateNames>) => setNames((before) => ({ ...before, ...part }));
  return (
    <div className="mt-8 grid grid-cols-[minmax(0,420px)_minmax(0,1fr)] gap-x-12 gap-y-8 max-lg:grid-cols-1">
      <ActForm
        act={save}
        said="Draft 1 saved"
        after={({ pact }) => router.push(`/pacts/${pact}/edit`)}
        input={() => ({ pact: names.pact, text, format: "yaml" as const })}
        fields={["pact", "title", "agent", "workflow", "parties.provider", "parties.counterparty", "clauses[0].owner"]}
        className="flex flex-col gap-4"
      >
        {(error) => (
          <>
            <Field label="Title" error={error("title")}>
              <Input
                value={names.title}
                onValueChange={(title) => change({ title, ...(ownSlug ? {} : { pact: freeKey(title, []) }) })}
              />
            </Field>
            <Field label="Its name in addresses and decisions" error={error("pact")}>
              <Input
                mono
                value={names.pact}
                onValueChange={(pact) => {
                  setOwnSlug(true);
                  change({ pact });
                }}
              />
            </Field>
            <Named
              label="Agent"
              value={names.agent}
              known={agents}
              error={error("agent")}
              onValue={(agent) => change({ agent })}
            >
              {names.agent === "" || agents.includes(names.agent) ? null : (
                <>
                  Not registered yet. <Link href="/agents/new">Register it</Link> before you publish.
                </>
              )}
            </Named>
            <Named
              label="Workflow"
              value={names.workflow}
              known={workflows}
              error={error("workflow")}
              onValue={(workflow) => change({ workflow })}
            />
            <Team
              teams={teams}
              value={names.team}
              onValue={(team) => change({ team })}
              error={error("clauses[0].owner")}
            />
            <Field label="Provider" error={error("parties.provider")}>
              <Input value={names.provider} onValueChange={(next) => change({ provider: next })} />
            </Field>
            <Field label="Counterparty" aside="optional" error={error("parties.counterparty")}>
              <Input value={names.counterparty ?? ""} onValueChange={(counterparty) => change({ counterparty })} />
            </Field>
            <Checkbox
              label="Begin in shadow: it watches and binds nobody"
              checked={shadow}
              onCheckedChange={setShadow}
            />
            <div className="flex gap-2">
              <ActButton>Begin the draft</ActButton>
              <ButtonLink variant="bare" href="/pacts/new">
                Another template
              </ButtonLink>
            </div>
          </>
        )}
      </ActForm>
      <Preview text={text} teams={teams} notWhen={template?.notWhen} />
    </div>
  );
}

interface NamedProps {
  label: string;
  value: string;
  known: readonly string[];
  error?: string;
  onValue: (value: string) => void;
  children?: React.ReactNode;
}

function Named({ label, value, known, error, onValue, children }: NamedProps) {
  const list = `template-${label}`;
  return (
    <Field label={label} error={error} help={children}>
      <Input mono list={list} autoComplete="off" value={value} onValueChange={onValue} />
      <datalist id={list}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </Field>
  );
}

function Team({
  teams,
  value,
  onValue,
  error,
}: {
  teams: TemplateFormProps["teams"];
  value: string;
  onValue: (team: string) => void;
  error?: string;
}) {
  const options = Object.entries(teams).map(([slug, label]) => ({ value: slug, label }));
  if (options.length === 0) {
    return (
      <p className="text-sm">
        There is no team yet, and every clause has one that answers for it.{" "}
        <Link href="/settings/teams">Make a team</Link> first.
      </p>
    );
  }
  return (
    <Field label="Team that answers for its clauses" error={error}>
      <Select options={options} value={value} onValueChange={(team) => team && onValue(team)} />
    </Field>
  );
}

function Preview({ text, teams, notWhen }: { text: string; teams: TemplateFormProps["teams"]; notWhen?: string }) {
  const parsed = useMemo(() => parsePactText(text, "yaml"), [text]);
  return (
    <div className="min-w-0">
      {notWhen ? <p className="label mb-3">{notWhen}</p> : null}
      {parsed.ok ? (
        <PactDocument document={parsed.document} teams={teams} heading="h2" />
      ) : (
        <p className="label">It reads as a pact once every name is filled in.</p>
      )}
    </div>
  );
}

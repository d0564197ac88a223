"use client";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, problemAt } from "@/components/ui/field";
import { Facts } from "@/components/ui/section";
import { type GrantCriteria, type GrantCriteriaByLevel, RAISABLE_LEVELS } from "@/lib/domain/grant-criteria";
import { saveCriteria } from "../actions";
import { FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";

const NUMBERS = [
  ["score", "Score of each pact, at least", "0 to 100"],
  ["assurance", "Each clause kept with probability, at least", "%"],
  ["checks", "Checks of each clause on this release, at least", ""],
  ["daysWithoutBreach", "Days without a breach, at least", ""],
] as const;

const SHOWN = RAISABLE_LEVELS.flatMap((level) => [
  ...NUMBERS.map(([key]) => `settings.grantCriteria.${level}.${key}`),
  `settings.grantCriteria.${level}.overrides.most`,
  `settings.grantCriteria.${level}.overrides.within`,
]);

interface Props {
  criteria: GrantCriteriaByLevel;
}

/** What is to be seen before an agent is given more authority, level by level; an empty field asks for nothing. */
export function CriteriaForm({ criteria }: Props) {
  const { submit, busy, problem } = useVerb(saveCriteria, "Criteria changed");
  const error = (path: string) => problemAt(problem?.errors, `settings.grantCriteria.${path}`);
  return (
    <form onSubmit={submit} className="flex flex-col gap-7">
      <FormProblem problem={problem} shown={SHOWN} />
      {RAISABLE_LEVELS.map((level) => (
        <Level key={level} level={level} criteria={criteria[level]} error={error} />
      ))}
      <div>
        <VerbButton busy={busy}>Save criteria</VerbButton>
      </div>
    </form>
  );
}

interface LevelProps {
  level: string;
  criteria: GrantCriteria;
  error(path: string): string | undefined;
}

function Level({ level, criteria, error }: LevelProps) {
  const { overrides, noOpenDrift, noOpenIncident, required } = criteria;
  const text = (value: number | null | undefined) => (value == null ? "" : String(value));
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="mb-2 text-sm font-medium">Before {level} authority</legend>
      {NUMBERS.map(([key, label, aside]) => (
        <Field key={key} label={label} aside={aside} name={`${level}.${key}`} error={error(`${level}.${key}`)}>
          <Input inputMode="numeric" defaultValue={text(criteria[key])} />
        </Field>
      ))}
      <Field
        label="Overrides that took effect, at most"
        name={`${level}.overrides.most`}
        error={error(`${level}.overrides.most`)}
      >
        <Input inputMode="numeric" defaultValue={text(overrides?.most)} />
      </Field>
      <Field
        label="within"
        aside="ISO 8601"
        name={`${level}.overrides.within`}
        error={error(`${level}.overrides.within`)}
      >
        <Input mono defaultValue={overrides?.within ?? "P30D"} />
      </Field>
      <Checkbox name={`${level}.noOpenDrift`} label="No open drift" defaultChecked={noOpenDrift} />
      <Checkbox name={`${level}.noOpenIncident`} label="No open incident" defaultChecked={noOpenIncident} />
      <Checkbox
        name={`${level}.required`}
        label="Nobody grants it while one is not met"
        defaultChecked={required}
        className="sm:col-span-2"
      />
    </fieldset>
  );
}

/** The same for whoever may not change it. */
export function CriteriaFacts({ criteria }: Props) {
  return <Facts items={RAISABLE_LEVELS.map((level) => [level, say(criteria[level])] as const)} />;
}

function say({ overrides, noOpenDrift, noOpenIncident, required, ...numbers }: GrantCriteria): string {
  const said = [
    ...NUMBERS.flatMap(([key, label]) => (numbers[key] === null ? [] : [`${label.toLowerCase()} ${numbers[key]}`])),
    ...(noOpenDrift ? ["no open drift"] : []),
    ...(noOpenIncident ? ["no open incident"] : []),
    ...(overrides ? [`at most ${overrides.most} overrides within ${overrides.within}`] : []),
  ];
  return `${said.join("; ") || "nothing in particular"}${required ? " (required)" : ""}`;
}

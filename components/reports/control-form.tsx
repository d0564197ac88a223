"use client";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Field, Input } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { type ControlReference, FRAMEWORKS, readControls, writeControls } from "@/lib/domain/control";

interface Props {
  pact: string;
  clauses: readonly { key: string; title: string; controls: readonly ControlReference[] }[];
  /** Absent: who looks may not change them. */
  act?: Act<[{ pact: string; controls: Record<string, ControlReference[]> }], unknown>;
}

/** What of frameworks each clause answers to, as the author gives it. */
export function ControlForm({ pact, clauses, act }: Props) {
  const said = clauses.filter(({ controls }) => controls.length > 0);
  if (!act)
    return said.length === 0 ? (
      <p className="text-sm">The author gives none.</p>
    ) : (
      <dl className="grid max-w-measure gap-2 text-sm">
        {said.map(({ key, title, controls }) => (
          <div key={key}>
            <dt className="label">{title}</dt>
            <dd>{writeControls(controls)}</dd>
          </div>
        ))}
      </dl>
    );
  return (
    <ActForm
      act={act}
      said="Control references recorded"
      fields={clauses.map(({ key }) => `controls.${key}`)}
      className="mt-3 flex max-w-measure flex-col gap-4"
      input={(form) => ({
        pact,
        controls: Object.fromEntries(
          clauses
            .map(({ key }) => [key, readControls(asText(form.get(`controls.${key}`)) ?? "")] as const)
            .filter(([, all]) => all.length > 0),
        ),
      })}
    >
      {(error) => (
        <>
          <p className="label">
            A framework, a colon, its article or control; several with a semicolon between: {FRAMEWORKS[2]}: Art. 14;{" "}
            {FRAMEWORKS[0]}: A.6.2.4. They stand on the report as yours, beside the pact: no version changes by them.
          </p>
          {clauses.map(({ key, title, controls }) => (
            <Field key={key} label={title} name={`controls.${key}`} error={error(`controls.${key}`)}>
              <Input name={`controls.${key}`} defaultValue={writeControls(controls)} autoComplete="off" />
            </Field>
          ))}
          <div>
            <ActButton variant="plain">Record the references</ActButton>
          </div>
        </>
      )}
    </ActForm>
  );
}

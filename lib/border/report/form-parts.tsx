import type { Refused } from "./form";

/** What was typed into this form and refused. */
export const typedInto = (refused: Refused | null, form: string) => (refused?.form === form ? refused : null);

interface FieldProps {
  form: string;
  name: string;
  label: string;
  kind?: "text" | "email" | "url" | "password";
  refused: Refused | null;
  complete?: string;
  hint?: string;
  /** Makes it a text of so many lines. */
  rows?: number;
  most?: number;
  initial?: string;
}

/** A field of a form, with what was typed and what is wrong with it. */
export function Field({ form, name, label, kind = "text", refused, complete = "off", hint, ...rest }: FieldProps) {
  const { rows, most = 200, initial = "" } = rest;
  const id = `${form}-${name}`;
  const wrong = refused?.errors.find(({ path }) => path === name)?.message;
  const told = [wrong ? `${id}-wrong` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  const common = {
    ...{ id, name, required: true, maxLength: most, defaultValue: refused?.typed.get(name) ?? initial },
    ...{ "aria-invalid": wrong ? true : undefined, "aria-describedby": told || undefined },
  };
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {rows === undefined ? (
        <input {...common} type={kind} autoComplete={complete} />
      ) : (
        <textarea {...common} rows={rows} />
      )}
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {wrong ? (
        <p className="wrong" id={`${id}-wrong`}>
          {label} {wrong}
        </p>
      ) : null}
    </div>
  );
}

/** What a form did, or why it was refused: above all else on the page. */
export function FormSaid({ done, refused }: { done: React.ReactNode; refused: Refused | null }) {
  return (
    <>
      {done ? (
        <p className="said" role="status">
          {done}
        </p>
      ) : null}
      {refused ? (
        <p className="said" role="alert">
          {refused.says} <a href={`#${refused.form}`}>To the form</a>
        </p>
      ) : null}
    </>
  );
}

"use client";
import { Field, Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { readDuration, readRate, writeDuration, writeRate } from "@/lib/domain/human";
import { ParsedInput } from "./parsed-input";

interface Common<T> {
  label: string;
  value: T | undefined;
  onValue: (value: T | undefined) => void;
  error?: string;
  help?: string;
  aside?: string;
  className?: string;
  placeholder?: string;
}

/** "7 d", "24 h", "1 h 30 min". */
export function DurationInput(props: Common<string>) {
  return (
    <ParsedInput
      {...props}
      write={writeDuration}
      read={readDuration}
      hint="write a duration such as 7 d, 24 h or 90 min"
    />
  );
}

/** "98.5 %". */
export function RateInput(props: Common<number>) {
  return <ParsedInput {...props} write={writeRate} read={readRate} hint="write a percentage such as 98 %" />;
}

const whole = (typed: string) =>
  /^\d{1,9}$/.test(typed.trim().replaceAll(",", "")) ? Number(typed.replaceAll(",", "")) : null;
const decimal = (typed: string) => (/^-?\d{1,12}(\.\d{1,6})?$/.test(typed.trim()) ? Number(typed) : null);

/** A whole number. */
export function CountInput(props: Common<number>) {
  return <ParsedInput {...props} write={String} read={whole} hint="write a whole number" />;
}

export function NumberInput(props: Common<number>) {
  return <ParsedInput {...props} write={String} read={decimal} hint="write a number" />;
}

/** Words parted by commas: actions, sources. */
export function ListInput(props: Common<readonly string[]>) {
  return (
    <ParsedInput
      {...props}
      write={(all) => all.join(", ")}
      read={(typed) =>
        typed
          .split(",")
          .map((one) => one.trim())
          .filter(Boolean)
      }
      hint="write names parted by commas"
    />
  );
}

/** A line of text that is absent where it is empty. */
export function TextInput({
  label,
  value,
  onValue,
  error,
  help,
  aside,
  className,
  placeholder,
  mono,
}: Common<string> & { mono?: boolean }) {
  return (
    <Field label={label} error={error} help={help} aside={aside} className={className}>
      <Input
        mono={mono}
        value={value ?? ""}
        placeholder={placeholder}
        onValueChange={(next) => onValue(next === "" ? undefined : next)}
      />
    </Field>
  );
}

interface ChoiceProps<T extends string> extends Omit<Common<T>, "value"> {
  value: T | undefined;
  options: readonly { value: T; label: string }[];
}

/** One of several. */
export function Choice<T extends string>({
  label,
  value,
  onValue,
  options,
  error,
  help,
  aside,
  className,
  placeholder,
}: ChoiceProps<T>) {
  return (
    <Field label={label} error={error} help={help} aside={aside} className={className}>
      <Select
        options={options}
        value={value ?? null}
        placeholder={placeholder ?? "Choose"}
        onValueChange={(next) => onValue(next ?? undefined)}
      />
    </Field>
  );
}

/** One of those known, or another name: a slug that may not exist yet. */
export function NameInput({
  label,
  value,
  onValue,
  known,
  error,
  help,
  className,
  listId,
}: Common<string> & { known: readonly string[]; listId: string }) {
  return (
    <Field label={label} error={error} help={help} className={className}>
      <Input
        value={value ?? ""}
        list={listId}
        autoComplete="off"
        onValueChange={(next) => onValue(next === "" ? undefined : next)}
      />
      <datalist id={listId}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </Field>
  );
}

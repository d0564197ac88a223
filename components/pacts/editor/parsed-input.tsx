"use client";
import { type ReactNode, useRef, useState } from "react";
import { Field, Input } from "@/components/ui/field";

export interface ParsedInputProps<T> {
  label: string;
  aside?: ReactNode;
  help?: ReactNode;
  className?: string;
  placeholder?: string;
  value: T | undefined;
  /** As people read it. */
  write: (value: T) => string;
  /** As it is meant; null: it is none. */
  read: (typed: string) => T | null;
  /** What to type, where it is none: "write a duration such as 7 d". */
  hint: string;
  /** undefined: the field was emptied. */
  onValue: (value: T | undefined) => void;
  error?: string;
}

/** A field for something that has a form of its own: what is typed stays as typed; what it means goes into the pact. */
export function ParsedInput<T>({
  value,
  write,
  read,
  hint,
  onValue,
  error,
  placeholder,
  ...field
}: ParsedInputProps<T>) {
  const [typed, setTyped] = useState<string | null>(null);
  const told = useRef(value);
  // Changed from elsewhere (undo, the text, somebody else): that is what stands here now.
  const moved = told.current !== value;
  told.current = value;
  const shown =
    typed !== null && !(moved && read(typed) !== value) ? typed : value === undefined ? "" : safely(write, value);
  const wrong = typed !== null && typed.trim() !== "" && read(typed) === null;
  return (
    <Field {...field} error={wrong ? `${typed}: ${hint}` : error}>
      <Input
        value={shown}
        placeholder={placeholder}
        onValueChange={(next) => {
          setTyped(next);
          const meant = next.trim() === "" ? undefined : read(next);
          if (meant === null) return;
          told.current = meant;
          onValue(meant);
        }}
        onBlur={() => {
          if (!wrong) setTyped(null);
        }}
      />
    </Field>
  );
}

function safely<T>(write: (value: T) => string, value: T): string {
  try {
    return write(value);
  } catch {
    return String(value);
  }
}

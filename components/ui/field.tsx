"use client";
import { Field as Primitive } from "@base-ui/react/field";
import { Input as InputPrimitive } from "@base-ui/react/input";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** Look of every control that takes text. */
export const controlStyle =
  "block min-h-8 w-full rounded-control border border-line-strong bg-surface px-2.5 py-[5px] text-sm text-ink placeholder:text-ink-3 hover:border-ink focus-visible:rounded-control data-invalid:border-block data-invalid:shadow-[inset_0_0_0_1px_var(--color-block)] max-sm:min-h-10";

/** One error of a problem+json answer, or of a server action. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** What is wrong with one field: the messages of `path`, or undefined. */
export function problemAt(problems: readonly FieldProblem[] | undefined, path: string): string | undefined {
  const messages = (problems ?? []).filter((each) => each.path === path).map((each) => each.message);
  return messages.length === 0 ? undefined : messages.join(" ");
}

export interface FieldProps {
  label: ReactNode;
  /** Name in the form; the control inside takes it. */
  name?: string;
  /** A word at the right of the label: "optional", "CEL". */
  aside?: ReactNode;
  /** What to know before filling it in. */
  help?: ReactNode;
  /** What is missing and what to choose; stands beside the field as long as it is given. */
  error?: ReactNode;
  className?: string;
  /** One control: Input, Textarea, Select, Checkbox. */
  children: ReactNode;
}

/** Label, control, help and error, tied together for assistive technology. */
export function Field({ label, name, aside, help, error, className, children }: FieldProps) {
  return (
    <Primitive.Root name={name} invalid={Boolean(error)} className={className}>
      <div className="mb-1 flex justify-between gap-3 text-xs text-ink-2">
        <Primitive.Label>{label}</Primitive.Label>
        {aside ? <span className="text-ink-3">{aside}</span> : null}
      </div>
      {children}
      {help ? <Primitive.Description className="label mt-1">{help}</Primitive.Description> : null}
      {error ? (
        <Primitive.Error match className="mt-1 text-xs font-medium text-block">
          {error}
        </Primitive.Error>
      ) : null}
    </Primitive.Root>
  );
}

/** A line of text. `mono` for expressions, ids and hashes. */
export function Input({ mono, className, ...rest }: ComponentProps<typeof InputPrimitive> & { mono?: boolean }) {
  return <InputPrimitive {...rest} className={cn(controlStyle, mono && "font-mono text-xs", className as string)} />;
}

/** Several lines of text; `serif` where it is clause text, `mono` where it is a document. */
export function Textarea({
  mono,
  serif,
  className,
  rows = 4,
  ...rest
}: Omit<ComponentProps<"textarea">, "defaultValue" | "value" | "onChange"> & {
  defaultValue?: string;
  value?: string;
  onValueChange?: (value: string) => void;
  mono?: boolean;
  serif?: boolean;
}) {
  const { onValueChange, value, defaultValue, name, id, ...own } = rest;
  return (
    <Primitive.Control
      name={name}
      id={id}
      value={value}
      defaultValue={defaultValue}
      onValueChange={onValueChange}
      render={<textarea rows={rows} {...own} />}
      className={cn(
        controlStyle,
        "resize-y",
        mono && "font-mono text-xs leading-[18px]",
        serif && "font-serif text-md",
        className,
      )}
    />
  );
}

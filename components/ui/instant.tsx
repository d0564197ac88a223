"use client";
import { Input } from "./field";

/** An instant in a form, written and read in UTC, to the minute. */
export function InstantInput({
  defaultAt,
  ...rest
}: {
  name?: string;
  defaultAt?: number;
  value?: string;
  onValueChange?: (value: string) => void;
}) {
  const initial = defaultAt === undefined ? undefined : asInput(defaultAt);
  return <Input type="datetime-local" {...(initial === undefined ? {} : { defaultValue: initial })} {...rest} />;
}

/** What the input holds for an instant (ms). */
export const asInput = (at: number): string => new Date(at).toISOString().slice(0, 16);

/** RFC 3339 of what the input holds; undefined where it is empty. A second of nothing is added, never the zone of the browser. */
export const asInstant = (value: FormDataEntryValue | null): string | undefined =>
  typeof value === "string" && value !== "" ? `${value.slice(0, 16)}:00Z` : undefined;

/** A field's text; undefined where it is blank. */
export const asText = (value: FormDataEntryValue | null): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;

/** Lines or comma-separated words of a field. */
export const asList = (value: FormDataEntryValue | null): string[] =>
  typeof value === "string"
    ? value
        .split(/[\n,]/)
        .map((one) => one.trim())
        .filter(Boolean)
    : [];

"use client";
import { useState } from "react";
import { Input } from "./field";

export interface InstantInputProps {
  /** Name in the form. */
  name?: string;
  /** ms; what stands there to begin with */
  defaultAt?: number;
  value?: string;
  onValueChange?: (value: string) => void;
}

/** An instant in a form, written and read in UTC, to the minute. */
export function InstantInput({ defaultAt, ...rest }: InstantInputProps) {
  const [initial] = useState(defaultAt === undefined ? undefined : new Date(defaultAt).toISOString().slice(0, 16));
  return <Input type="datetime-local" {...(initial === undefined ? {} : { defaultValue: initial })} {...rest} />;
}

"use client";
import { useState } from "react";
import { controlStyle } from "@/components/ui/field";
import type { ConditionValue, Operator, Test } from "@/lib/domain/condition";
import { readNumber } from "@/lib/domain/human";
import type { KnownFact } from "./known-facts";

/** Operators that take several values. */
export const LISTED: readonly Operator[] = ["in", "not in"];

type Scalar = string | number | boolean;
const typed = (text: string, { type, unit }: Omit<KnownFact, "path">): Scalar => {
  const plain = text.trim();
  if (type === "string") return plain;
  if (plain === "true" || plain === "false") return plain === "true";
  return readNumber(plain, unit) ?? plain;
};

interface ValueInputProps {
  label: string;
  test: Test;
  fact: Omit<KnownFact, "path">;
  onValue: (value: ConditionValue) => void;
}

/** A value as it is typed: a number with its thousands or unit, several parted by commas, a text as it is. */
export function ValueInput({ label, test, fact, onValue }: ValueInputProps) {
  const listed = LISTED.includes(test.operator);
  const [text, setText] = useState<string | null>(null);
  const shown = Array.isArray(test.value) ? test.value.join(", ") : String(test.value ?? "");
  const read = (next: string): ConditionValue =>
    listed
      ? next
          .split(",")
          .filter((one) => one.trim())
          .map((one) => typed(one, fact))
      : typed(next, fact);
  return (
    <input
      aria-label={label}
      className={controlStyle}
      placeholder={listed ? "a, b" : undefined}
      value={text !== null && JSON.stringify(read(text)) === JSON.stringify(test.value) ? text : shown}
      onChange={(event) => {
        setText(event.target.value);
        onValue(read(event.target.value));
      }}
      onBlur={() => setText(null)}
    />
  );
}

/**
 * What a refused field is told where its schema says nothing itself. Like every message it completes a sentence that begins
 * with the field's path, and says how to mend it.
 */
import type { z } from "zod";

/** Lists and texts are counted, numbers are compared. */
const UNITS: Record<string, string> = { string: " characters", array: " items", set: " items" };

const KINDS: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const FORMATS: Record<string, string> = {
  datetime: "an RFC 3339 time such as 2026-03-01T12:00:00Z",
  email: "an e-mail address such as ana@example.com",
  url: "an address such as https://example.com",
};

const either = (all: readonly string[]): string =>
  all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;

function sayBound(bound: "least" | "most", origin: string, limit: number | bigint, inclusive = true): string {
  const unit = UNITS[origin] ?? "";
  if (bound === "least" && unit !== "" && Number(limit) === 1) return "must not be empty";
  const more = bound === "least" ? "more" : "less";
  return `must be ${inclusive ? `at ${bound}` : `${more} than`} ${limit.toLocaleString("en-GB")}${unit}`;
}

/** What each branch wants the value itself to be; undefined where one of them took it and something within it is wrong. */
function sayUnion(issues: readonly z.core.$ZodIssue[]): string | undefined {
  const wanted = issues.filter(({ path }) => path.length === 0).map(({ message }) => message.replace(/^must be /, ""));
  return wanted.length > 0 ? `must be ${either([...new Set(wanted)])}` : undefined;
}

/** The message of an issue; undefined where zod's own has to do. */
export function sayField(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${either(issue.values.map((value) => JSON.stringify(value)))}`;
    case "too_small":
      return sayBound("least", issue.origin, issue.minimum, issue.inclusive);
    case "too_big":
      return sayBound("most", issue.origin, issue.maximum, issue.inclusive);
    case "invalid_union":
      return sayUnion(issue.errors.flat());
    case "invalid_key":
      return issue.issues[0]?.message;
    case "invalid_format":
      return FORMATS[issue.format] && `must be ${FORMATS[issue.format]}`;
    default:
      return undefined;
  }
}

/** Whether the field was left out, rather than wrong. Asked of issues of a parse with `reportInput`. */
export const isAbsent = (issue: z.core.$ZodIssue): boolean =>
  (issue.code === "invalid_type" || issue.code === "invalid_value") && issue.input === undefined;

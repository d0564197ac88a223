/**
 * The fields that forms, API bodies and verbs share: one zod schema each, whose message says how to mend it.
 * A message completes a sentence that begins with the field's path: "owner must be …".
 */
import { z } from "zod";
import { isActionName, isActionPattern } from "./action.ts";
import { durationMs, isDuration } from "./duration.ts";
import type { FieldError } from "./errors.ts";
import { isAbsent, sayField } from "./field-words.ts";

z.config({ customError: sayField });

const filled = (value: string) => value.trim() !== "";

/** Free text of at most `longest` characters, surrounding blanks taken off; never empty. */
export const text = (longest: number) =>
  z
    .string({ error: "must be a text" })
    .max(longest, { error: `must be at most ${longest.toLocaleString("en-GB")} characters` })
    .refine(filled, { error: "must not be empty", abort: true })
    .transform((value) => value.trim());

/** What names an agent, a workflow, a pact or a team in paths and documents. */
export const slug = z
  .string({ error: "must be a name such as refund-desk" })
  .regex(/^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/, { error: "must be lower-case letters and digits, joined by - . or _" })
  .max(100, { error: "must be at most 100 characters" });

/** An agent's name, or that of a twin: of one, only its own drill may speak. */
export const agentOrTwin = z
  .string({ error: "must be a name such as refund-desk" })
  .regex(/^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:~[a-z0-9]+\.\d+)?$/, {
    error: "must be lower-case letters and digits, joined by - . or _",
  })
  .max(100, { error: "must be at most 100 characters" });

/** What people call something. */
export const name = text(200);

/** Why somebody does something that others will ask about. */
export const reason = text(2000);

/** An agent's release: model, prompt, tools and data under one name. */
export const release = text(200);

/** An e-mail address, in lower case. */
export const email = z
  .string({ error: "must be an e-mail address" })
  .trim()
  .toLowerCase()
  .max(254, { error: "must be at most 254 characters" })
  .pipe(z.email({ error: "must be an e-mail address such as ana@example.com" }));

/** Where somebody is told by a webhook. What the name leads to is looked at when it is connected to. */
export const webhookUrl = z
  .string({ error: "must be the address of a webhook" })
  .max(2000, { error: "must be at most 2,000 characters" })
  .refine((address) => /^https?:\/\/[^\s@]+$/i.test(address) && URL.canParse(address), {
    error: "must be an address such as https://ci.example/surety, without name and password",
  });

/** An ISO 8601 duration of fixed length, longer than nothing. */
export const isoDuration = z
  .string({ error: "must be an ISO 8601 duration such as PT4H or P7D" })
  .refine(isDuration, {
    error: "must be an ISO 8601 duration such as P7D, PT4H or P2W (no years or months)",
    abort: true,
  })
  .refine((value) => durationMs(value) > 0, { error: "must be longer than nothing" });

const FIRST = Date.UTC(1000, 0, 1);
const LAST = Date.UTC(10_000, 0, 1) - 1;

/** RFC 3339 with a zone, in UTC from the year 1000 to 9999 (databases differ on others). Text: for bodies that are parsed twice. */
export const time = z.iso
  .datetime({ offset: true, error: "must be an RFC 3339 time with a zone, such as 2026-03-01T12:00:00Z", abort: true })
  .refine((value) => Date.parse(value) >= FIRST && Date.parse(value) <= LAST, {
    error: "must be a time from the year 1000 to the year 9999",
  });

/** `time` to the millisecond, as a Date. */
export const instant = time.transform((value) => new Date(value));

/** A bare SHA-256 digest in hex; a `sha256:` in front is taken off, capitals become small. */
export const sha256 = z
  .string({ error: "must be a SHA-256 digest in hex" })
  .regex(/^(?:sha256:)?[0-9a-fA-F]{64}$/, { error: "must be 64 hex digits, the SHA-256 of the artifact's bytes" })
  .transform((value) => value.replace("sha256:", "").toLowerCase());

/** What names a pact version: `sha256:` and 64 small hex digits. */
export const documentHash = z
  .string({ error: "must be the version's hash, sha256:…" })
  .regex(/^sha256:[0-9a-f]{64}$/, { error: "must be the version's hash: sha256: and 64 hex digits" });

/** One action, as requests name it. */
export const actionName = z.string({ error: "must be an action such as payments.refund" }).refine(isActionName, {
  error: "must be an action such as payments.refund: letters, digits, _ and -, joined by dots",
});

/** An action, a prefix `payments.*`, or `*`. */
export const actionPattern = z
  .string({ error: "must be an action such as payments.refund" })
  .refine(isActionPattern, { error: "must be an action such as payments.refund, a prefix payments.* or *" });

/** A CEL expression; whether it compiles is asked where it is used (lib/domain/cel.ts). */
export const expression = text(2000);

/** A member's or key's id, or any other id that Surety gave. */
export const identifier = z
  .string({ error: "must be an id" })
  .min(1, { error: "must not be empty" })
  .max(100, { error: "must be an id" });

/** Issues of a parse with `reportInput` as the contract's errors: one per unknown key, with its own path. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== "unrecognized_keys") {
      const message = isAbsent(issue) && path.length > 0 ? `is missing; it ${issue.message}` : issue.message;
      return [{ path: path.join("."), message }];
    }
    const message = "is not known here; leave it out or check its spelling";
    return issue.keys.map((key) => ({ path: [...path, key].join("."), message }));
  });
}

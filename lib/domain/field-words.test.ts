import { expect, test } from "vitest";
import { z } from "zod";
import { fieldErrors } from "./fields.ts";

const told = (schema: z.ZodType, value: unknown): string[] => {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? [] : fieldErrors(parsed.error.issues).map(({ path, message }) => `${path} ${message}`);
};

test.each<[z.ZodType, unknown, string]>([
  [z.string(), undefined, "field is missing; it must be a text"],
  [z.string(), null, "field must be a text"],
  [z.string().min(1), "", "field must not be empty"],
  [z.string().min(3), "ab", "field must be at least 3 characters"],
  [z.string().max(2000), "x".repeat(2001), "field must be at most 2,000 characters"],
  [z.number(), "7", "field must be a number"],
  [z.int(), 1.5, "field must be a whole number"],
  [z.int().positive(), 0, "field must be more than 0"],
  [z.number().lt(1), 1, "field must be less than 1"],
  [z.boolean(), "yes", "field must be true or false"],
  [z.array(z.string()), {}, "field must be a list"],
  [z.array(z.string()).min(1), [], "field must not be empty"],
  [z.record(z.string(), z.unknown()), [], "field must be an object"],
  [z.enum(["a", "b", "c"]), "d", 'field must be "a", "b" or "c"'],
  [z.enum(["a", "b"]), undefined, 'field is missing; it must be "a" or "b"'],
  [z.iso.datetime(), "today", "field must be an RFC 3339 time such as 2026-03-01T12:00:00Z"],
  [z.union([z.string(), z.number()]), true, "field must be a text or a number"],
  [z.record(z.string().regex(/^a/, "must begin with a"), z.string()), { b: "x" }, "field.b must begin with a"],
  [z.strictObject({}), { other: 1 }, "field.other is not known here; leave it out or check its spelling"],
  [z.string({ error: "must be a slug" }), undefined, "field is missing; it must be a slug"],
])("a refused field is named and told how to mend it, whatever its schema says: %#", (schema, field, says) => {
  expect(told(z.strictObject({ field: schema }), { field })).toEqual([says]);
});

test("a body that is no object is told so, and is not called missing", () => {
  expect(told(z.strictObject({ agent: z.string() }), undefined)).toEqual([" must be an object"]);
});

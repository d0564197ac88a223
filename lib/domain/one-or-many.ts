import { z } from "zod";

/** A schema as JSON Schema, for the `meta` of one that says nothing by itself. */
export const schemaOf = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
};

/** A body that is one thing or a list of them. Not a union, whose errors would name neither the thing nor the field. */
export function oneOrMany<S extends z.ZodType>(one: S, most: number, things: string) {
  const many = z
    .array(one)
    .min(1, { error: "must hold at least one" })
    .max(most, { error: `must be at most ${most} ${things}` });
  return z
    .unknown()
    .transform((value, context): z.output<S> | z.output<S>[] => {
      const parsed = (Array.isArray(value) ? many : one).safeParse(value, { reportInput: true });
      if (parsed.success) return parsed.data;
      for (const issue of parsed.error.issues) context.issues.push(issue as z.core.$ZodRawIssue);
      return z.NEVER;
    })
    .meta({ anyOf: [schemaOf(one), schemaOf(many)] });
}

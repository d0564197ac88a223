import { expect, test } from "vitest";
import { pactJsonSchema } from "./pact-schema.ts";

// biome-ignore lint/suspicious/noExplicitAny: a schema is read by its own words
const schema = pactJsonSchema("https://surety.example/pact.json") as any;

test("the schema knows every key of a document and no other, each with a word on it", () => {
  expect(schema).toMatchObject({
    $id: "https://surety.example/pact.json",
    type: "object",
    additionalProperties: false,
  });
  expect(schema.required).toEqual(expect.arrayContaining(["surety", "pact", "title", "agent", "workflow", "clauses"]));
  for (const [key, property] of Object.entries<{ description?: string }>(schema.properties))
    expect(property.description, key).toMatch(/\w/);
  const clause = schema.properties.clauses.items;
  expect(clause.additionalProperties).toBe(false);
  for (const [key, property] of Object.entries<{ description?: string }>(clause.properties))
    expect(property.description, key).toMatch(/\w/);
});

test("what has a default may be left out, as people write it", () => {
  expect(schema.required).not.toContain("mode");
  expect(schema.properties.clauses.items.properties.evidence.required).toEqual(["method", "freshness"]);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { decisionRoutes } from "./api/decisions";
import { LONGEST_REQUEST } from "./body";
import { plainRequest, plainRequests } from "./hot";

const schema = decisionRoutes[0]?.body as z.ZodType;
const batchSchema = decisionRoutes[1]?.body as z.ZodType;
const odd = fc.oneof(fc.constantFrom(null, 1, true, [], {}, "", "x".repeat(200), "x".repeat(201)), fc.jsonValue());
const text = fc.string({ minLength: 1, maxLength: 12 });
const fit = {
  agent: text,
  action: text,
  workflow: text,
  counterparty: text,
  release: text,
  run: text,
  resource: fc.jsonValue(),
  context: fc.dictionary(fc.string(), fc.jsonValue()),
};
const requests = fc.record(fit, { requiredKeys: ["agent", "action"] });
/** A request with one member that may not be as it should. */
const bodies = fc
  .tuple(requests, fc.constantFrom(...Object.keys(fit), "dryRun", "stranger"), odd)
  .map(([request, member, value]) => ({ ...request, [member]: value }));

describe("the shortest way to a decision", () => {
  it("takes no request that the schema refuses, and each as the schema reads it", () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(requests, bodies, bodies, odd), (body) => {
        const request = plainRequest(JSON.stringify(body));
        if (!request) return;
        taken++;
        const parsed = schema.safeParse(JSON.parse(JSON.stringify(body)));
        expect(parsed.success).toBe(true);
        expect(parsed.data).toEqual(request);
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it("takes of many what the schema takes of each", () => {
    let taken = 0;
    const many = fc.oneof(
      fc.array(requests, { maxLength: 4 }),
      fc.array(fc.oneof(requests, bodies), { maxLength: 3 }),
      odd,
    );
    fc.assert(
      fc.property(many, fc.boolean(), (list, stranger) => {
        const body = { requests: list, ...(stranger && { stranger }) };
        const asked = plainRequests(JSON.stringify(body));
        if (!asked) return;
        taken++;
        const parsed = batchSchema.safeParse(JSON.parse(JSON.stringify(body)));
        expect(parsed.success).toBe(true);
        expect(parsed.data).toEqual({ requests: asked });
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(100);
    const one = { agent: "a", action: "b" };
    expect(plainRequests(JSON.stringify({ requests: Array.from({ length: 100 }, () => one) }))).toHaveLength(100);
    for (const count of [0, 101])
      expect(plainRequests(JSON.stringify({ requests: Array.from({ length: count }, () => one) }))).toBe(null);
  });

  it("takes what most callers send", () => {
    const plain = { agent: "refund-bot", action: "payments.refund", context: { amount: 3, deep: { er: [1, "€"] } } };
    expect(plainRequest(JSON.stringify(plain))).toEqual(plain);
    expect(plainRequest(JSON.stringify({ ...plain, resource: null, run: "r", workflow: "w", release: "1" }))).not.toBe(
      null,
    );
  });

  it.each([
    ["text that is no JSON", "{"],
    ["an empty body", ""],
    ["a list", "[]"],
    ["a member that the schema leaves away", '{"agent":"a","action":"b","context":{"__proto__":1}}'],
    ["a prototype", '{"agent":"a","action":"b","__proto__":{"context":{}}}'],
    ["what cannot be stored", '{"agent":"a","action":"b","context":{"x":"\\u0000"}}'],
    ["a number beyond all", '{"agent":"a","action":"b","context":{"x":1e999}}'],
    ["what lies too deep", `{"agent":"a","action":"b","resource":${"[".repeat(70)}${"]".repeat(70)}}`],
    ["what is too long", `{"agent":"a","action":"b","context":{"x":"${"y".repeat(LONGEST_REQUEST)}"}}`],
    ["what is to be decided on a later revision", '{"agent":"a","action":"b","minRevision":3}'],
  ])("leaves %s to the route", (_, text) => {
    expect(plainRequest(text)).toBe(null);
  });
});

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "@/lib/domain/decision";
import { leafHash, merkleRoot } from "@/lib/domain/merkle";
import { type DecisionRecord, deflatedBody, fromBody, linesOf, mergeLines, textBody, toLines } from "./segment";
import { segmentRoot } from "./segment-root";

const answer = (over: Partial<Answer> = {}): Answer => ({
  verdict: "allow",
  permitted: true,
  mode: "enforce",
  authority: "full",
  because: [],
  limits: null,
  settlements: [],
  shadow: null,
  warnings: [],
  pacts: [{ pact: "refunds", version: 3, hash: "sha256:aa" }],
  workflow: "refunds",
  governed: true,
  decidedAt: 1,
  validUntil: null,
  useBy: 300_001,
  revision: 7,
  ...over,
});
const records = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 4e12 }),
      context: fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue(), { maxKeys: 4 }),
      kind: fc.constantFrom("plain", "other-revision", "degrade", "warned"),
      until: fc.option(fc.integer({ min: 0, max: 4e12 })),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((drawn) =>
    drawn.map(
      ({ at, context, kind, until }, i): DecisionRecord => ({
        id: `dec_${String(i).padStart(26, "0")}`,
        request: { agent: "bot", action: "payments.refund", context },
        answer: answer({
          decidedAt: at,
          validUntil: until,
          ...(kind === "other-revision" && { revision: 8, authority: "limited" as const }),
          ...(kind === "degrade" && { verdict: "degrade" as const, limits: { amount: { max: 5 } } }),
          ...(kind === "warned" && { warnings: ["refunds/cap: no such field"] }),
        }),
        review: null,
      }),
    ),
  );
/** As JSON carries it: what was -0 or without a value is not told apart. */
const told = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("a segment's body", () => {
  it("gives by what stands in a line the records that have it, and no other", () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.boolean(), (all, nth, deflated) => {
        const lines = toLines(all);
        const body = deflated ? deflatedBody(lines) : textBody(lines);
        const wanted = all[nth % all.length] as DecisionRecord;
        expect(fromBody(body, undefined, () => [`"id":"${wanted.id}"`])).toEqual(
          fromBody(body).filter(({ id }) => id === wanted.id),
        );
        expect(fromBody(body, undefined, () => ['"agent":"bot"', '"id":'])).toEqual(fromBody(body));
        expect(fromBody(body, undefined, () => ['"agent":"nobody"'])).toEqual([]);
      }),
    );
  });

  it("gives back every decision word for word, as text and deflated, merged or not", () => {
    fc.assert(
      fc.property(records, fc.nat(29), (all, cut) => {
        const lines = mergeLines([toLines(all.slice(0, cut)), toLines(all.slice(cut))].filter((l) => l.length > 0));
        expect(fromBody(textBody(lines))).toEqual(told(all));
        expect(fromBody(deflatedBody(lines))).toEqual(told(all));
        expect(linesOf(deflatedBody(lines))).toEqual(lines);
      }),
    );
  });

  it("says what plain allows share once", () => {
    const many = Array.from(
      { length: 50 },
      (_, i): DecisionRecord => ({
        id: `dec_${i}`,
        request: { agent: "bot", action: "a", context: {} },
        answer: answer({ decidedAt: i }),
        review: null,
      }),
    );
    expect(toLines(many).filter((line) => line.includes("sha256:aa"))).toHaveLength(1);
  });

  it("has the RFC 6962 root over its salted lines", () => {
    fc.assert(
      fc.property(records, fc.uint8Array({ minLength: 32, maxLength: 32 }), (all, salt) => {
        const lines = toLines(all);
        const salts = createHash("shake256", { outputLength: 32 * lines.length })
          .update(salt)
          .digest();
        const leaves = lines.map((line, i) =>
          leafHash(Buffer.concat([salts.subarray(32 * i, 32 * i + 32), Buffer.from(line)])),
        );
        expect(Buffer.from(segmentRoot(lines, salt)).toString("hex")).toBe(
          Buffer.from(merkleRoot(leaves)).toString("hex"),
        );
      }),
    );
  });

  it("has another root after any byte of any line is changed", () => {
    const salt = new Uint8Array(32).fill(9);
    fc.assert(
      fc.property(records, fc.nat(), fc.nat(), (all, a, b) => {
        const lines = toLines(all);
        const line = lines[a % lines.length] as string;
        const at = b % line.length;
        const changed = lines.with(
          a % lines.length,
          line.slice(0, at) + (line[at] === "x" ? "y" : "x") + line.slice(at + 1),
        );
        expect(segmentRoot(changed, salt)).not.toEqual(segmentRoot(lines, salt));
      }),
    );
  });
});

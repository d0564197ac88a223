import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";
import { type DecideOptions, decide } from "./decide.ts";
import type { DecisionRequest } from "./decision.ts";
import { decideNaively } from "./naive.ts";
import { type Given, stateOf, type WrittenPact } from "./testing.ts";

interface Expected {
  verdict: string;
  permitted: boolean;
  triggers?: string[];
  overridden?: string[];
  limits?: unknown;
  validUntil?: string | null;
  useBy?: string | null;
  shadow?: { verdict: string };
  settlements?: unknown;
  authority?: string;
  warnings?: number;
}
interface GoldenCase {
  name: string;
  now?: string;
  given: Given;
  request: DecisionRequest;
  options?: DecideOptions;
  expect: Expected;
}
interface GoldenFile {
  now: string;
  agents: { slug: string; release: string; candidates?: string[] }[];
  pacts: Record<string, WrittenPact>;
  cases: GoldenCase[];
}

const conformance = fileURLToPath(new URL("../../../shared/conformance/decisions.json", import.meta.url));
const own = new URL("./cases/", import.meta.url);
const files = [
  ...(existsSync(conformance) ? [conformance] : []),
  ...readdirSync(own).map((name) => fileURLToPath(new URL(name, own))),
];
const cases = files.flatMap((path) => {
  const file = JSON.parse(readFileSync(path, "utf8")) as GoldenFile;
  return file.cases.map((golden) => ({ ...golden, file }));
});

const set = (triggers: readonly string[]) => [...new Set(triggers)].sort();
const instant = (text: string | null | undefined) => (typeof text === "string" ? Date.parse(text) : text);

/** An expectation that a case leaves out is not checked. */
function check(actual: unknown, expected: unknown): void {
  if (expected !== undefined) expect(actual).toEqual(expected);
}

for (const { name, file, given, request, options, expect: expected, now: at } of cases)
  describe(name, () => {
    const now = Date.parse(at ?? file.now);
    const state = stateOf(given, { ...file, now: Date.parse(file.now) });

    it("compiled", () => {
      const answer = decide(compile(state), request, now, options);
      expect({ verdict: answer.verdict, permitted: answer.permitted }).toEqual({
        verdict: expected.verdict,
        permitted: expected.permitted,
      });
      check(set(answer.because.map((b) => b.trigger)), expected.triggers && set(expected.triggers));
      const taken = answer.because.filter((b) => b.override !== null).map((b) => b.trigger);
      check(set(taken), expected.overridden && set(expected.overridden));
      check(answer.limits, expected.limits);
      check(answer.validUntil, instant(expected.validUntil));
      check(answer.useBy, instant(expected.useBy));
      check(answer.shadow?.verdict, expected.shadow?.verdict);
      check(answer.settlements, expected.settlements);
      check(answer.authority, expected.authority);
      check(answer.warnings.length, expected.warnings);
    });

    it("naive", () => {
      const answer = decideNaively(state, request, now, options?.reviewApproved);
      expect({ verdict: answer.verdict, permitted: answer.permitted }).toEqual({
        verdict: expected.verdict,
        permitted: expected.permitted,
      });
      check(set(answer.because.map((b) => b.trigger)), expected.triggers && set(expected.triggers));
      check(answer.limits, expected.limits);
      check(answer.shadow, expected.shadow?.verdict);
      const until = instant(expected.validUntil);
      if (typeof until !== "number") return;
      const again = (t: number) => decideNaively(state, request, t, options?.reviewApproved);
      expect(again(until - 1)).toEqual(answer);
      expect(again(until)).not.toEqual(answer);
    });
  });

if (!existsSync(conformance)) it.skip("the shared golden decisions: ../shared/conformance is absent");

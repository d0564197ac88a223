import fc from "fast-check";
import { expect, test } from "vitest";
import { isSuretyError } from "@/lib/domain/errors";
import { parseBody, parseJson } from "./body";

function refused(text: string) {
  try {
    parseJson(text);
  } catch (error) {
    if (isSuretyError(error)) return { kind: error.kind, path: error.errors[0]?.path };
    throw error;
  }
  return null;
}

test("what cannot be kept is refused, naming where it is", () => {
  expect(refused('{"a":{"b":["\\u0000"]}}')).toEqual({ kind: "invalid", path: "a.b.0" });
  expect(refused('{"a":"\\ud800"}')).toEqual({ kind: "invalid", path: "a" });
  expect(refused('{"a\\u0000":1}')).toMatchObject({ kind: "invalid" });
  expect(refused('{"a":[{"__proto__":{"b":1}}]}')).toEqual({ kind: "invalid", path: "a.0.__proto__" });
  expect(refused('{"a":"__proto__","constructor":1}')).toBeNull();
  expect(refused('{"a":1e400}')).toEqual({ kind: "invalid", path: "a" });
  expect(refused(`{"a":-${"9".repeat(400)}}`)).toEqual({ kind: "invalid", path: "a" });
  expect(refused('{"a":"\\ud83d\\ude42","b":1e100}')).toBeNull();
});

test("a compressed body is told so, not that it is no JSON", () => {
  const read = (coding: string) =>
    parseBody({ body: "{}", header: (name) => (name === "content-encoding" ? coding : undefined) });
  for (const coding of ["gzip", "BR", "gzip, deflate"]) expect(() => read(coding)).toThrow(/Content-Encoding/);
  expect(read("identity")).toEqual({});
});

test("nesting is bounded, at whatever depth it would break a stack", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}1${"]".repeat(depth)}`;
  expect(refused(nested(64))).toBeNull();
  for (const depth of [65, 5_000, 500_000])
    expect(refused(nested(depth)), `${depth}`).toMatchObject({ kind: "invalid" });
  expect(refused(`{"text":"${"[".repeat(5_000)}"}`)).toBeNull();
});

test("whatever JSON can say and be kept is read as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      fc.pre(!JSON.stringify(value).includes("__proto__"));
      expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

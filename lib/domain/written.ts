/**
 * A pact as people write it (short forms, defaults left out), held as plain data that edits replace and never change:
 * what an edit leaves alone stays the same object, so that everything worked out from it can be kept.
 */
import type { PactInput } from "./pact.ts";

export type WrittenClause = PactInput["clauses"][number];
/** Where in a written pact: `["clauses", 2, "on", "stale"]`. */
export type WrittenPath = readonly (string | number)[];

type Plain = Record<string | number, unknown>;

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null;

/**
 * The same data with another value at a path; everything beside the path stays the same object.
 * @param value undefined takes the member (or the list's item) away, and with it maps that it leaves empty
 */
export function writtenWith<T>(root: T, path: WrittenPath, value: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  if (Array.isArray(root)) return listWith(root, step as number, rest, value) as T;
  const map = (isPlain(root) ? root : {}) as Plain;
  const before = Object.hasOwn(map, step) ? map[step] : undefined;
  const after = rest.length === 0 ? value : writtenWith(before ?? emptyFor(rest[0]), rest, value);
  const gone = after === undefined || (value === undefined && isEmptyMap(after));
  if (gone && before === undefined) return root;
  if (!gone) return { ...map, [step]: after } as T;
  const { [step]: _, ...others } = map;
  return others as T;
}

const emptyFor = (step: string | number | undefined) => (typeof step === "number" ? [] : {});
const isEmptyMap = (value: unknown) => isPlain(value) && !Array.isArray(value) && Object.keys(value).length === 0;

function listWith(list: readonly unknown[], at: number, rest: WrittenPath, value: unknown): unknown[] {
  if (rest.length > 0) return list.map((item, index) => (index === at ? writtenWith(item, rest, value) : item));
  if (value === undefined) return list.filter((_, index) => index !== at);
  return at < list.length ? list.map((item, index) => (index === at ? value : item)) : [...list, value];
}

/** Whether two written values are the same data, whatever the order of members. */
export function sameWritten(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameWritten(a[key], b[key]))
  );
}

/** A key that no clause has yet, from a title: "Cites the policy" as `cites-the-policy`, then `cites-the-policy-2`. */
export function freeKey(title: string, taken: readonly string[]): string {
  const plain = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  const base = plain || "clause";
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}-${n}`;
    if (!taken.includes(key)) return key;
  }
}

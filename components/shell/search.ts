import { z } from "zod";

/**
 * State of a page in its address: one zod object is the parser and the writer. What cannot be read is as if it were
 * absent, so that an old link still opens the page; what is usual is left out of the address.
 */

/** One word. */
export const word = z.string().trim().min(1).max(200).optional().catch(undefined);

/** Several words, joined by commas. */
export const words = z
  .string()
  .max(2000)
  .optional()
  .transform((value) => [...new Set((value ?? "").split(",").filter(Boolean))])
  .catch([]);

/** One of a few, or the usual one. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T, usual: T[number]) =>
  z
    .enum(values)
    .default(usual as never)
    .catch(usual as never);

/** Several of a few, joined by commas; others are left out. */
export const someOf = <const T extends readonly string[]>(values: T) =>
  words.transform((given) => given.filter((value): value is T[number] => values.includes(value)));

/** On, or absent. */
export const flag = z
  .string()
  .optional()
  .transform((value) => value === "true")
  .catch(false);

/** An instant, RFC 3339. */
export const instant = z.iso.datetime({ offset: true }).optional().catch(undefined);

/** A day, `YYYY-MM-DD`. */
export const day = z.iso.date().optional().catch(undefined);

/** What Next hands to a page, or what `useSearchParams` gives. */
export type Given = URLSearchParams | Readonly<Record<string, string | string[] | undefined>>;

const flat = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(",") : value);

const entriesOf = (given: Given): [string, string | undefined][] =>
  given instanceof URLSearchParams
    ? [...new Set(given.keys())].map((key) => [key, given.getAll(key).join(",")])
    : Object.entries(given).map(([key, value]) => [key, flat(value)]);

export interface Search<T> {
  parse(given: Given): T;
  /** `?a=b` of these values, or "" where all of them are usual. Commas and slashes stay readable. */
  query(values: Partial<T>): string;
}

/** The address state of a page: `search(z.object({ agent: words, range: oneOf(RANGES, "24h") }))`. */
export function search<S extends z.ZodObject>(schema: S): Search<z.output<S>> {
  const usual = schema.parse({}) as Record<string, unknown>;
  return {
    parse: (given) => schema.parse(Object.fromEntries(entriesOf(given))),
    query(values) {
      const parts = Object.keys(schema.shape).flatMap((key) => {
        const value = (values as Record<string, unknown>)[key];
        const text = Array.isArray(value)
          ? value.join(",")
          : value === undefined || value === false
            ? ""
            : String(value);
        const plain = text === "" || text === String(usual[key] ?? "");
        return plain
          ? []
          : [`${key}=${encodeURIComponent(text).replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":")}`];
      });
      return parts.length > 0 ? `?${parts.join("&")}` : "";
    },
  };
}

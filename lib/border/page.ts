import { z } from "zod";
import { invalidField, type SuretyError } from "@/lib/domain/errors";
import { unstorable } from "./body";

/** `?limit=&cursor=` of every list. */
export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1, "must be from 1 to 200")
    .max(200, "must be from 1 to 200")
    .default(50)
    .describe("Rows of a page, from 1 to 200"),
  cursor: z.string().max(400).optional().describe("`nextCursor` of the page before"),
});

/** A cursor is opaque to callers: base64url of the last row's sort key. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws SuretyError invalid, naming `cursor` */
export function decodeCursor(cursor: string | undefined): (string | number)[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(key) && key.length > 0 && key.every(isPart)) return key;
  } catch {
    // falls through: a cursor that is not ours
  }
  throw foreignCursor();
}

/** The last row of the page before, where its id alone is its key; undefined on the first page. @throws as `decodeCursor` */
export function lastOf(cursor: string | undefined): string | undefined {
  const last = decodeCursor(cursor)?.[0];
  return last === undefined ? undefined : String(last);
}

const isPart = (part: unknown): boolean =>
  typeof part === "number" || (typeof part === "string" && unstorable(part) === null);

/** What was sent as `cursor` did not come from this list. */
export const foreignCursor = (): SuretyError =>
  invalidField("cursor", "is not a cursor of this list; leave it out to start from the beginning");

/** `{ items, nextCursor }` of one page, from one row more than was asked for. */
export function page<T>(
  rows: T[],
  limit: number,
  key: (row: T) => (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null };
}

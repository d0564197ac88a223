import { Prisma } from "@/lib/generated/prisma/client";
import type { Tx } from "./client";

const { sql, join, raw } = Prisma;

/** One of several readings that go to the database together. */
export interface Reading<T> {
  /** A SELECT. Its rows come back as JSON has them: instants as text, no bytes. */
  select: Prisma.Sql;
  // biome-ignore lint/suspicious/noExplicitAny: a reading knows the columns of its own SELECT
  of(rows: any[]): T;
}

type Read<R extends Record<string, Reading<unknown>>> = { [name in keyof R]: ReturnType<R[name]["of"]> };

/** Reads all of these in one statement: a page of many small things waits once. */
export async function readTogether<R extends Record<string, Reading<unknown>>>(tx: Tx, readings: R): Promise<Read<R>> {
  const all = Object.entries(readings);
  const columns = all.map(
    ([name, { select }]) => sql`(SELECT coalesce(json_agg(one), '[]') FROM (${select}) AS one) AS ${raw(`"${name}"`)}`,
  );
  const [row] = await tx.$queryRaw<Record<string, unknown[]>[]>`SELECT ${join(columns)}`;
  return Object.fromEntries(all.map(([name, { of }]) => [name, of(row?.[name] ?? [])])) as Read<R>;
}

/** One of them alone. */
export const readOne = async <T>(tx: Tx, one: Reading<T>): Promise<T> => (await readTogether(tx, { one })).one;

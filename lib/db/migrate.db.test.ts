import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate";
import { bareDatabase } from "./testing";

let folder: string;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "surety-migrations-"));
  url = await bareDatabase();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function add(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("each migration is applied once, in order, and the next start applies only what is new", async () => {
  add("0002_fill", "INSERT INTO kept VALUES (1)");
  add("0001_make", "CREATE TABLE kept (n int)");
  expect(await migrate(url, folder)).toEqual(["0001_make", "0002_fill"]);
  expect(await migrate(url, folder)).toEqual([]);
  add("0003_more", "INSERT INTO kept VALUES (2)");
  expect(await migrate(url, folder)).toEqual(["0003_more"]);
  expect(await query("SELECT n FROM kept ORDER BY n")).toEqual([{ n: 1 }, { n: 2 }]);
});

test("two processes that start at once apply each migration once", async () => {
  add("0001_make", "CREATE TABLE kept (n int)");
  add("0002_fill", "INSERT INTO kept SELECT 1 FROM pg_sleep(0.05)");
  const done = await Promise.all([migrate(url, folder), migrate(url, folder)]);
  expect(done.flat().sort()).toEqual(["0001_make", "0002_fill"]);
  expect(await query("SELECT n FROM kept")).toEqual([{ n: 1 }]);
});

test("a migration that fails leaves nothing of itself, and is tried again at the next start", async () => {
  add("0001_make", "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1/0)");
  await expect(migrate(url, folder)).rejects.toThrow(/^migration 0001_make failed: division by zero$/);
  expect(await query("SELECT to_regclass('kept') AS found")).toEqual([{ found: null }]);
  add("0001_make", "CREATE TABLE kept (n int)");
  expect(await migrate(url, folder)).toEqual(["0001_make"]);
});

test("a migration that was edited after it was applied is refused", async () => {
  add("0001_make", "CREATE TABLE kept (n int)");
  await migrate(url, folder);
  add("0001_make", "CREATE TABLE kept (n bigint)");
  await expect(migrate(url, folder)).rejects.toThrow(/0001_make was edited/);
});

test("a database that can't be reached is told in one line, without the password", async () => {
  const failed = migrate("postgresql://surety:hush@127.0.0.1:1/surety", folder);
  await expect(failed).rejects.toThrow(/^the database 127\.0\.0\.1:1\/surety can't be reached: connect ECONNREFUSED/);
});

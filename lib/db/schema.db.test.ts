import { spawnSync } from "node:child_process";
import pg from "pg";
import { expect, test } from "vitest";
import { testDatabase } from "./testing";

const DIFF = ["prisma", "migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma"];

/** Runs Prisma's own comparison of a database with schema.prisma. Exit code 0: the same; 2: they differ. */
function compare(url: string) {
  const env = { ...process.env, DATABASE_URL: url };
  const { status, stdout, stderr } = spawnSync("npx", [...DIFF, "--exit-code"], { env, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

test("schema.prisma and the migrated database say the same", async () => {
  const { status, said } = compare(await testDatabase());
  expect(status, said).toBe(0);
}, 60_000);

test("a column that only the database has is seen", async () => {
  const url = await testDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("ALTER TABLE organisation ADD COLUMN stray text");
  await client.end();
  const { status, said } = compare(url);
  expect(status, said).toBe(2);
  expect(said).toContain("stray");
}, 60_000);

import { spawnSync } from "node:child_process";
import pg from "pg";
import { expect, test } from "vitest";
import { testDatabase } from "./testing";

/** Prisma's own command line on a database. */
function prisma(url: string, ...args: string[]) {
  const env = { ...process.env, DATABASE_URL: url, NO_COLOR: "1" };
  const command = ["node_modules/prisma/build/index.js", "migrate", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

/** Compares a database with schema.prisma. Exit code 0: the same; 2: they differ. */
function compare(url: string) {
  return prisma(url, "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma", "--exit-code");
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

test("Prisma's own tool finds every migration in its book", async () => {
  const { status, said } = prisma(await testDatabase(), "status");
  expect(status, said).toBe(0);
  expect(said).toContain("Database schema is up to date");
}, 60_000);

import { spawnSync } from "node:child_process";
import pg from "pg";
import { expect, test } from "vitest";
import { testDatabase } from "./testing";

/** Prisma's own command line on a database. */
function prisma(url: string, ...args: string[]) {
  const env = { ...process.env, DATABASE_URL: url, NO_COLOR: "1" };
  const command = ["node_modules/prisma/build/index.js", "migrate", ...args];
  return spawnSync(process.execPath, command, { env, encoding: "utf8" });
}

test("the migrated database with one column more differs from schema.prisma by that column alone", async () => {
  const url = await testDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("ALTER TABLE organisation ADD COLUMN stray text");
  await client.end();
  const asked = ["--from-config-datasource", "--to-schema", "prisma/schema.prisma", "--exit-code"];
  const { status, stdout, stderr } = prisma(url, "diff", ...asked);
  expect(stdout.trim(), stderr).toBe("[*] Changed the `organisation` table\n  [-] Removed column `stray`");
  expect(status).toBe(2);
}, 60_000);

test("Prisma's own tool finds every migration in its book", async () => {
  const { status, stdout, stderr } = prisma(await testDatabase(), "status");
  expect(status, stderr).toBe(0);
  expect(stdout).toContain("Database schema is up to date");
}, 60_000);

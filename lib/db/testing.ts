import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/**
 * A migrated, empty database of its own for one suite: a copy of the run's template (some tens of ms). Returns its
 * connection string. Only in `*.db.test.ts`, whose run has a cluster; it goes when the cluster goes.
 */
export function testDatabase(): Promise<string> {
  return createDatabase("surety_template");
}

/** A database of its own with nothing in it, not even our tables. */
export function bareDatabase(): Promise<string> {
  return createDatabase("template0");
}

async function createDatabase(template: string): Promise<string> {
  const cluster = inject("cluster");
  const name = `suite_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await client.end();
  }
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}

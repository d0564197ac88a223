import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/**
 * A migrated, empty database of its own for one suite: a copy of the run's template (some tens of ms). Returns its
 * connection string. Only in `*.db.test.ts`, whose run has a cluster; it goes when the cluster goes.
 */
export async function testDatabase(): Promise<string> {
  const cluster = inject("cluster");
  const name = `suite_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE surety_template`);
  } finally {
    await client.end();
  }
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}

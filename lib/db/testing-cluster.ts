import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "./embedded";
import { migrate } from "./migrate";

declare module "vitest" {
  export interface ProvidedContext {
    /** Connection string of the run's cluster; its database `surety_template` is migrated and never written to. */
    cluster: string;
  }
}

const TEMPLATE = "surety_template";

/** One PostgreSQL for the whole run, thrown away after it, with a migrated template that every suite copies. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "surety-test-"));
  chmodSync(home, 0o755);
  const throwAway = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const server = await startEmbedded({ home, settings: throwAway });
  const stop = async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("cluster", server.url);
  return stop;
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href);
}

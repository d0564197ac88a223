import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { createRuntime } from "@/lib/runtime/start";
import { createOrganisation, type Quickstart } from "@/lib/services/organisations/create";
import { homeFolder } from "./home";

/** The address that the server of this home answers on, as it wrote down at its start. */
export const ADDRESS_FILE = "address";

/**
 * `surety org create NAME [--json]`: a new, empty organisation in the database of this home (or DATABASE_URL), beside a
 * running server or without one: several processes on one database are one system.
 */
export async function createFromCommandLine(name: string, json: boolean): Promise<void> {
  const home = homeFolder();
  const written = join(home, ADDRESS_FILE);
  const url = existsSync(written)
    ? readFileSync(written, "utf8").trim()
    : `http://localhost:${process.env.PORT ?? 3000}`;
  const embedded = process.env.DATABASE_URL ? null : await startEmbedded({ home });
  const databaseUrl = process.env.DATABASE_URL || embedded?.url || "";
  try {
    await migrate(databaseUrl);
    const { db } = createRuntime({ databaseUrl, url });
    try {
      const { quickstart } = await createOrganisation({ name });
      process.stdout.write(json ? `${JSON.stringify(quickstart)}\n` : table(quickstart));
    } finally {
      await db.close();
    }
  } finally {
    await embedded?.stop();
  }
}

function table({ url, organization, members, keys }: Quickstart): string {
  const people = members.map((m) => `  ${m.role.padEnd(9)} ${m.email}  password ${m.password}  key ${m.key}`);
  return [`Organisation ${organization} on ${url}`, ...people, `  service key ${keys.service}`, ""].join("\n");
}

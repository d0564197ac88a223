import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runtime } from "@/lib/runtime/runtime";
import { createOrganisation, type Quickstart } from "@/lib/services/organisations/create";
import { writePrivate } from "./home";

interface Welcome {
  print(): void;
}

/**
 * Makes the demo organisation where there is none yet, and knows what to print about signing in.
 * @param wanted false: this database is somebody's own, and gets no demo
 */
export async function welcome({ home, wanted }: { home: string; wanted: boolean }): Promise<Welcome> {
  const path = join(home, "quickstart.json");
  const { db, url } = runtime();
  const organisations = await db.system((tx) => tx.organisation.count());
  if (wanted && organisations === 0) {
    const made = await createOrganisation({ name: "Harbour Finance", demo: true });
    writePrivate(path, `${JSON.stringify(made.quickstart, null, 2)}\n`);
  }
  const quickstart = existsSync(path)
    ? ({ ...(JSON.parse(readFileSync(path, "utf8")) as Quickstart), url } satisfies Quickstart)
    : null;
  return { print: () => process.stdout.write(quickstart ? greeting(quickstart) : `\nSurety answers on ${url}\n`) };
}

function greeting({ url, members, keys }: Quickstart): string {
  const width = Math.max(...members.map((m) => m.email.length));
  const people = members.map((m) => `  ${m.email.padEnd(width)}  ${m.password}  ${m.role}`);
  const request = '{"agent":"refund-bot","action":"payments.refund","context":{"amount":120,"currency":"EUR"}}';
  return [
    "",
    `Surety answers on ${url}`,
    "",
    "Sign in as (e-mail, password, role):",
    ...people,
    "",
    "Ask for a decision:",
    `  curl -s ${url}/api/v1/decisions -H 'Authorization: Bearer ${keys.service}' -H 'Content-Type: application/json' -d '${request}'`,
    "",
    "Ctrl-C stops it.",
    "",
  ].join("\n");
}

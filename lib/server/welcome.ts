import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Runtime, runtime } from "@/lib/runtime/runtime";
import type { CreatedOrganisation, Quickstart } from "@/lib/services/organisations/create";
import { makeDemo } from "@/prisma/story/demo";
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
  const rt = runtime();
  const { db, url } = rt;
  const organisations = await db.system((tx) => tx.organisation.count());
  if (wanted && organisations === 0) await makeWithStory(rt, path);
  const quickstart = existsSync(path)
    ? ({ ...(JSON.parse(readFileSync(path, "utf8")) as Quickstart), url } satisfies Quickstart)
    : null;
  return { print: () => process.stdout.write(quickstart ? greeting(quickstart) : `\nSurety answers on ${url}\n`) };
}

/** The demo organisation; its sign-in is written down before its story is told, which a start can do without. */
async function makeWithStory(rt: Runtime, path: string): Promise<void> {
  const start = performance.now();
  let made = false;
  const keep = ({ quickstart }: CreatedOrganisation) => {
    writePrivate(path, `${JSON.stringify(quickstart, null, 2)}\n`);
    made = true;
  };
  try {
    const told = await makeDemo(rt, keep);
    rt.log.info({ ...told, ms: Math.round(performance.now() - start) }, "the demo organisation and its story");
  } catch (error) {
    if (!made) throw error;
    rt.log.error({ err: error }, "the demo's story broke off; what was told so far stays");
  }
}

function greeting({ url, members, keys }: Quickstart): string {
  const width = Math.max(...members.map((m) => m.email.length));
  const people = members.map((m) => `  ${m.email.padEnd(width)}  ${m.password}  ${m.role}`);
  const request = '{"agent":"invoice-clerk","action":"payments.release","context":{"amount":120,"currency":"EUR"}}';
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

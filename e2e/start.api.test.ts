import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import { processMark } from "@/lib/db/embedded-users";
import { emptyHome, type Started, startSurety } from "./harness";

const ROOT = resolve(import.meta.dirname, "..");
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** `npm start` with these settings, expected to give up: what it says and its exit code. */
async function startInVain(env: Record<string, string>) {
  const child = spawn(process.execPath, [join(ROOT, "lib/cli/start.mjs")], {
    env: { ...process.env, SURETY_HOME: homeForTest(), PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  const [code] = await once(child, "close");
  return { code, said };
}

function homeForTest(): string {
  const home = emptyHome();
  cleanUp.push(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

async function start(options?: Parameters<typeof startSurety>[0]): Promise<Started> {
  const surety = await startSurety(options);
  cleanUp.push(() => surety.stop());
  return surety;
}

async function decide(surety: Started) {
  const answer = await fetch(`${surety.url}/api/v1/decisions`, {
    method: "POST",
    headers: { Authorization: `Bearer ${surety.quickstart.keys.service}`, "Content-Type": "application/json" },
    body: JSON.stringify({ agent: "somebody", action: "something.done" }),
  });
  return { status: answer.status, body: (await answer.json()) as { id: string; verdict: string } };
}

test("a start on an empty home leads to a decision, and its end leaves no process behind", async () => {
  const surety = await start({ home: homeForTest() });
  expect(surety.log()).toContain(surety.url);
  expect(surety.quickstart.members.map((member) => member.role).sort()).toEqual(
    ["approver", "approver", "auditor", "author", "operator", "owner"].sort(),
  );
  const { status, body } = await decide(surety);
  expect({ status, verdict: body.verdict }).toEqual({ status: 200, verdict: "block" });
  await surety.stop();
  expect(processMark(surety.pid)).toBeNull();
});

test("after kill -9 a start on the same home knows the same organisation and the same decisions", async () => {
  const home = homeForTest();
  const before = await start({ home });
  const { body } = await decide(before);
  const { quickstart } = before;
  await before.kill9();
  const after = await start({ home });
  expect(after.quickstart.members).toEqual(quickstart.members);
  const answer = await fetch(`${after.url}/api/v1/decisions/${body.id}`, {
    headers: { Authorization: `Bearer ${quickstart.keys.service}` },
  });
  expect(answer.status).toBe(200);
  expect(((await answer.json()) as { id: string }).id).toBe(body.id);
});

test("a port that is taken is told in one line", async () => {
  const rival = createServer().listen(0, "127.0.0.1");
  await once(rival, "listening");
  cleanUp.push(() => void rival.close());
  const { port } = rival.address() as { port: number };
  const { code, said } = await startInVain({ PORT: String(port) });
  expect({ code, said }).toEqual({
    code: 1,
    said: `surety: port ${port} is taken: stop what listens there, or set PORT\n`,
  });
});

test("a database that can't be reached is told in one line", async () => {
  const { code, said } = await startInVain({ DATABASE_URL: "postgresql://surety:secret@127.0.0.1:1/surety" });
  expect({ code, said }).toEqual({
    code: 1,
    said: "surety: the database 127.0.0.1:1 can't be reached (ECONNREFUSED)\n",
  });
});

test("a home that can't be written is told in one line", async () => {
  const file = join(homeForTest(), "file");
  writeFileSync(file, "");
  const { code, said } = await startInVain({ SURETY_HOME: file });
  expect({ code, said }).toEqual({ code: 1, said: `surety: SURETY_HOME ${file} can't be written (ENOTDIR)\n` });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { api } from "@/lib/border/api";
import { handle } from "@/lib/border/router";
import { testPact } from "@/lib/db/testing-pact";
import { toYaml } from "@/lib/domain/parse-pact";
import { type TestRuntime, testRuntime } from "@/lib/runtime/testing";
import { createOrganisation } from "@/lib/services/organisations/create";
import { COMMANDS } from "../commands";

let suite: TestRuntime;
let server: Server;
let folder: string;
let flags: string[];

/** The API behind a plain server, so that the commands meet it as they do outside. */
beforeAll(async () => {
  suite = await testRuntime();
  folder = mkdtempSync(join(tmpdir(), "surety-files-"));
  const { quickstart } = await createOrganisation({ name: "Acme" });
  server = createServer(async (req, res) => {
    let body = "";
    for await (const part of req) body += part;
    const { pathname, searchParams } = new URL(req.url ?? "/", "http://localhost");
    const answer = await handle(api, {
      method: req.method ?? "GET",
      path: pathname,
      query: searchParams,
      header: (name) => req.headers[name] as string | undefined,
      body,
      requestId: "req_test",
      address: "",
    });
    res.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  flags = ["--url", url, "--key", quickstart.keys.service];
  const call = (path: string, body: object) =>
    fetch(`${url}/api/v1${path}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${quickstart.keys.service}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  for (const team of ["platform", "orders"]) await call(`/teams/${team}`, { name: team, members: [] });
  await call("/agents/refund-bot", { name: "Refund bot", owner: "platform", release: "r1" });
});
afterAll(async () => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
  await suite.stop();
});
afterEach(() => vi.restoreAllMocks());

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** A command as the shell runs it: what it wrote and how it ended. */
async function run(name: string, ...args: string[]) {
  const said = { out: "", err: "" };
  const into = (stream: keyof typeof said) => (text: unknown) => {
    said[stream] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(into("out"));
  vi.spyOn(process.stderr, "write").mockImplementation(into("err"));
  const code = await COMMANDS[`pact ${name}`]?.run(args);
  vi.restoreAllMocks();
  return { code, ...said };
}

const COMMENTED = `# Who may change this: the payments desk.\n${toYaml(testPact())}\n# end\n`;

test("what is applied is pulled byte for byte, comments and all, and applying it again changes nothing", async () => {
  const path = file("refunds.yaml", COMMENTED);
  const first = await run("apply", path, ...flags);
  expect(first).toMatchObject({ code: 0, err: "" });
  expect(first.out).toMatch(/refunds version 1 \(draft\) saved, sha256:/);
  const out = join(folder, "pulled.yaml");
  expect(await run("pull", "refunds", "-o", out, ...flags)).toMatchObject({ code: 0 });
  expect(readFileSync(out, "utf8")).toBe(COMMENTED);
  expect((await run("apply", out, ...flags)).out).toContain("unchanged");
});

test("a comment alone is kept, and leaves hash and approvals as they are", async () => {
  const path = file("commented.yaml", COMMENTED.replace("the payments desk", "nobody"));
  const told = JSON.parse((await run("apply", path, "--json", "--submit", ...flags)).out);
  expect(told).toMatchObject({ ok: true, files: [{ version: 1, state: "in_review", unchanged: true }] });
  const after = file("after.yaml", COMMENTED);
  expect(JSON.parse((await run("apply", after, "--json", ...flags)).out).files[0].state).toBe("in_review");
  expect((await run("pull", "refunds", ...flags)).out).toBe(COMMENTED);
});

test("a fault is told with its line, and fails the build", async () => {
  const broken = file("broken.yaml", COMMENTED.replace("severity: critical", "sevrity: critical"));
  const line = COMMENTED.split("\n").findIndex((text) => text.includes("severity: critical")) + 1;
  const told = await run("lint", broken);
  expect(told.code).toBe(1);
  expect(told.out).toContain(`${broken}:${line}: error: clauses[0].sevrity: unknown key; did you mean \`severity\`?`);
  expect((await run("apply", broken, ...flags)).code).toBe(1);
});

test("a team that nobody has is a hole only where a server can be asked", async () => {
  const path = file("owner.yaml", COMMENTED.replace("owner: orders", "owner: nobody-here"));
  expect((await run("lint", path)).code).toBe(0);
  const asked = await run("lint", path, "--json", ...flags);
  expect(asked.code).toBe(1);
  expect(JSON.parse(asked.out).files[0].findings).toContainEqual(
    expect.objectContaining({ kind: "hole", path: "clauses[1].owner" }),
  );
});

test("a difference is told clause by clause and exits 1; none exits 0", async () => {
  const same = file("same.yaml", COMMENTED);
  expect(await run("diff", same, ...flags)).toMatchObject({ code: 0 });
  const tighter = file("tighter.yaml", COMMENTED.replace("freshness: P7D", "freshness: P3D"));
  const told = await run("diff", tighter, ...flags);
  expect(told.code).toBe(1);
  expect(told.out).toMatch(/↑ cites: tightened\n {4}.*7.d → 3.d, tighter/);
});

test("what keeps a command from running is one line and exit code 2", async () => {
  vi.stubEnv("SURETY_URL", "");
  vi.stubEnv("SURETY_KEY", "");
  const path = file("any.yaml", COMMENTED);
  expect(await run("apply", path)).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/SURETY_URL or --url/),
  });
  expect(await run("apply", join(folder, "none.yaml"), ...flags)).toMatchObject({ code: 2 });
  expect(await run("pull", "nothing", ...flags)).toMatchObject({ code: 2, err: expect.stringMatching(/nothing here/) });
  expect(await run("lint", "--colour")).toMatchObject({ code: 2, err: expect.stringMatching(/--colour/) });
  vi.unstubAllEnvs();
});

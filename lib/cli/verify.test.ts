import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { verifierKeyText } from "@/lib/domain/note";
import { testLog } from "@/lib/domain/testing-log";
import { verifyCommand } from "./verify";

const home = mkdtempSync(join(tmpdir(), "surety-verify-"));
const state = join(home, "seen.json");
let said = "";
for (const stream of [process.stdout, process.stderr])
  vi.spyOn(stream, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
beforeEach(() => {
  said = "";
  rmSync(state, { force: true });
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(home, { recursive: true });
});

async function verify(value: unknown, ...flags: string[]): Promise<[code: number, line: string]> {
  said = "";
  const path = join(home, "file.json");
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  const code = await verifyCommand([path, "--state", state, ...flags]);
  return [code, said.replace(path, "FILE").trim()];
}

const log = testLog(30);

test("a file that holds is told in one line, a file that does not with its first bad entry", async () => {
  const [code, line] = await verify(log.bundle());
  expect(code).toBe(0);
  expect(line).toMatch(
    /^FILE holds: 30 entries, in the log surety\/log_a of 30 entries; not witnessed; .* \(\d+\.\d\d s\)$/,
  );
  const bundle = log.bundle();
  bundle.entries.splice(11, 1);
  expect(await verify(bundle)).toEqual([1, "FILE does not hold: entry #11: it is missing"]);
});

test("the newest head is remembered, and a file that does not extend it is refused", async () => {
  expect((await verify(log.bundle()))[0]).toBe(0);
  const grown = testLog(45);
  expect(await verify(grown.bundle(40, 45))).toEqual([1, expect.stringMatching(/\?since=30/)]);
  expect((await verify(grown.bundle(40, 45, 30)))[0]).toBe(0);
  expect(JSON.parse(readFileSync(state, "utf8"))["surety/log_a"].size).toBe(45);
  const rewritten = testLog(60, { payload: (i) => (i === 3 ? "other" : { version: i }) });
  expect(await verify(rewritten.bundle())).toEqual([1, expect.stringMatching(/rewritten/)]);
});

test("the key seen first is the one asked for afterwards, unless another is named", async () => {
  const other = testLog(31, { secret: new Uint8Array(32).fill(8) });
  expect((await verify(log.bundle()))[0]).toBe(0);
  expect(await verify(other.bundle())).toEqual([1, expect.stringMatching(/no known key/)]);
  expect(await verify(log.bundle(), "--key", verifierKeyText(other.key))).toEqual([
    1,
    expect.stringMatching(/no known key/),
  ]);
});

test("a report that was kept as a page is read by the bundle inside it", async () => {
  const page = `<!doctype html><p>Report</p><script type="application/json" id="surety-bundle">${JSON.stringify(log.bundle()).replaceAll("<", "\\u003c")}</script>`;
  expect((await verify(page))[0]).toBe(0);
});

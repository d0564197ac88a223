/**
 * `npm test`: installs and builds what is missing, then lints, types, layers, words, and every kind of test; ends with
 * `N passed, N failed` over all of them. `npm test -- unit db` runs parts: lint, unit, db, api, browser.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { checkNode } from "./preflight.mjs";
import { at, fail, Plain, root, run, runPackage, say } from "./steps.mjs";

const REPORTS = "dist/tests";
const ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", NO_COLOR: "1" };
const total = { passed: 0, failed: 0, skipped: 0 };

function count({ passed = 0, failed = 0, skipped = 0 }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** A lint is one test: silent when it passes, all its words when it fails. */
async function lint(name, work) {
  const passed = (await work()) === 0;
  process.stdout.write(`${passed ? "ok    " : "FAILED"} ${name}\n`);
  count(passed ? { passed: 1 } : { failed: 1 });
}

async function lints() {
  const quiet = { quiet: true, env: ENVIRONMENT };
  const own = (file, ...args) => run(process.execPath, [at(`lib/cli/lint/${file}`), ...args], quiet);
  await lint("lint and format (biome)", () =>
    runPackage("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."], quiet),
  );
  await lint("types (tsc)", async () => {
    const code = await runPackage("next/dist/bin/next", ["typegen"], quiet);
    return code || runPackage("typescript/bin/tsc", ["--noEmit", "-p", "."], quiet);
  });
  await lint("layers (dependency-cruiser)", () => own("layers.mjs"));
  await lint("layers: every seeded violation is seen", () => own("layers.mjs", "--seeded"));
  await lint("words of the glossary", () => own("words.mjs"));
}

/** What a runner wrote down; without it the run itself counts as one failure. */
function readReport(file, tally) {
  if (!existsSync(at(file))) return { failed: 1 };
  return tally(JSON.parse(readFileSync(at(file), "utf8")));
}

async function vitest(project) {
  const file = `${REPORTS}/${project}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const args = ["run", "--project", project, ...reporters];
  const code = await runPackage("vitest/vitest.mjs", args, { env: ENVIRONMENT });
  return settle(project, code, readReport(file, tallyVitest));
}

function tallyVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  // A file that could not even be read has failed without a failed test.
  const unread = testResults.filter(({ status, assertionResults }) => status === "failed" && !assertionResults.length);
  return {
    passed: numPassedTests,
    failed: numFailedTests + unread.length,
    skipped: numPendingTests + numTodoTests,
  };
}

async function playwright() {
  const file = `${REPORTS}/browser.json`;
  const env = { ...ENVIRONMENT, PLAYWRIGHT_JSON_OUTPUT_FILE: at(file) };
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"];
  const code = await runPackage("@playwright/test/cli.js", args, { env });
  const tally = ({ stats }) => {
    // A browser on a busy machine may lose a race that no reader would: a second try counts, and is told.
    if (stats.flaky > 0) say(`browser: ${stats.flaky} passed only on a second try`);
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  };
  return settle("browser", code, readReport(file, tally));
}

/** A runner that failed, or ran nothing, without naming a failed test is a failure all the same. */
function settle(part, code, { passed = 0, failed = 0, skipped = 0 }) {
  const nothing = passed + failed + skipped === 0;
  if (nothing) say(`there are no ${part} tests`);
  else if (code !== 0 && failed === 0) say(`${part}: the runner itself failed (exit code ${code})`);
  count({ passed, skipped, failed: failed === 0 && (nothing || code !== 0) ? 1 : failed });
}

const PARTS = {
  lint: { needsServer: false, work: lints },
  unit: { needsServer: false, work: () => vitest("unit") },
  db: { needsServer: false, work: () => vitest("db") },
  api: { needsServer: true, work: () => vitest("api") },
  browser: { needsServer: true, work: playwright },
};

/** The built product, or false with one failure counted: what needs it can't run then. */
async function builds() {
  const { ensureBuilt } = await import("./build.mjs");
  try {
    await ensureBuilt();
    return true;
  } catch (error) {
    say(error.message);
    count({ failed: 1 });
    return false;
  }
}

async function main(asked) {
  checkNode();
  process.chdir(root);
  const unknown = asked.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown) throw new Plain(`there is no part "${unknown}"; there are ${Object.keys(PARTS).join(", ")}`);
  const { ensureInstalled } = await import("./install.mjs");
  await ensureInstalled();
  const { ensureGenerated } = await import("./build.mjs");
  await ensureGenerated();
  rmSync(at(REPORTS), { recursive: true, force: true });
  mkdirSync(at(REPORTS), { recursive: true });
  const parts = Object.entries(PARTS).filter(([name]) => asked.length === 0 || asked.includes(name));
  const built = parts.some(([, part]) => part.needsServer) && (await builds());
  for (const [name, { needsServer, work }] of parts) {
    if (needsServer && !built) continue;
    process.stdout.write(`\n— ${name}\n`);
    await work();
  }
  const { passed, failed, skipped } = total;
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  fail(error);
}

/**
 * Holds the tree against the layer rules of .dependency-cruiser.cjs.
 * `node lib/cli/lint/layers.mjs` lists violations; `--seeded` shows that each rule still bites, on a seeded tree.
 */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const require = createRequire(import.meta.url);
const root = resolve(import.meta.dirname, "../../..");
const rules = require(join(root, ".dependency-cruiser.cjs"));

// dependency-cruiser never tells swc that a .tsx file is TSX, and would stop at the first element.
const swc = require("@swc/core");
const parseFileSync = swc.parseFileSync;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith("x") });
const { cruise } = await import("dependency-cruiser");

/** Violations of the tree at `base`, as `rule: from → to`, and how many modules were seen. */
async function check(base) {
  const folders = ["app", "components", "lib", "prisma"].filter((folder) => existsSync(join(base, folder)));
  const options = { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true, baseDir: base };
  const { output } = await cruise(folders, options, { alias: { "@": base } });
  const name = (violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`;
  const seen = output.modules.filter((module) => /\.tsx?$/.test(module.source)).length;
  return { violations: output.summary.violations.map(name), seen };
}

/** Each seed is one file that must break exactly one rule, by value or by type alone. */
const SEEDS = {
  "lib/domain/a.ts": ['import "node:fs";', "domain-pure"],
  "lib/domain/b.ts": ['import "react";', "domain-libraries"],
  "lib/domain/c.ts": ['import type { Row } from "@/lib/db/row";', "domain"],
  "lib/db/d.ts": ['export { run } from "@/lib/runtime/run";', "db"],
  "lib/runtime/e.ts": ['import "@/lib/services/pacts/publish";', "runtime"],
  "lib/services/pacts/approve.ts": ['import "./publish";', "verb-calls-verb"],
  "lib/services/teams/save.ts": ['import "next/headers";', "services-without-next"],
  "lib/services/teams/write.ts": ['import { ledgered } from "@/lib/db/ledgered"; ledgered;', "changes-by-verb"],
  "lib/queries/f.ts": ['import "@/lib/services/pacts/publish";', "queries"],
  "lib/queries/ff.ts": ['import "@/lib/runtime/run";', "queries"],
  "lib/border/g.ts": ['const row = await import("@/lib/db/row"); export { row };', "border"],
  "lib/border/h.ts": ['import "pg";', "sql-only-in-db"],
  "lib/cli/j.ts": ['import "@/lib/services/pacts/publish";', "cli"],
  "lib/server/k.ts": ['import "@/components/card";', "server"],
  "components/l.tsx": ['import { Row } from "@/lib/db/row"; export const A = () => <b>{Row}</b>;', "components"],
  "components/m.tsx": ['import "node:fs";', "components-in-browser"],
  "app/n.tsx": ['import type { Row } from "@/lib/db/row"; export const A = () => <b />;', "app"],
  "app/o.tsx": ['import "@/lib/domain/rule.test";', "tests-stay-out"],
  "lib/domain/p.ts": ['import "./q.ts";', "no-circle"],
  "lib/domain/r.ts": ['import "./absent.ts";', "no-unresolved"],
};
const GROUND = {
  "lib/domain/q.ts": 'import "./p.ts";',
  "lib/domain/rule.test.ts": 'import { readFileSync } from "node:fs"; export { readFileSync };',
  "lib/db/row.ts": "export type Row = string; export const Row = 1;",
  "lib/db/ledgered.ts": "export const ledgered = 1;",
  "lib/services/verb.ts": 'export { ledgered } from "@/lib/db/ledgered";',
  "lib/runtime/run.ts": 'export { Row as run } from "@/lib/db/row";',
  "lib/queries/read.ts": 'export { Row } from "@/lib/db/row";',
  "lib/services/pacts/publish.ts": 'import "./shared"; export { run } from "@/lib/runtime/run";',
  "lib/services/pacts/shared.ts": 'export { Row } from "@/lib/db/row";',
  "components/card.tsx": "export const Card = () => <p>card</p>;",
};

async function checkSeeded() {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "surety-layers-")));
  try {
    symlinkSync(join(root, "node_modules"), join(base, "node_modules"));
    const files = { ...GROUND, ...Object.fromEntries(Object.entries(SEEDS).map(([file, [text]]) => [file, text])) };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, file)), { recursive: true });
      writeFileSync(join(base, file), `${text}\n`);
    }
    const { violations } = await check(base);
    const wrong = Object.entries(SEEDS)
      .filter(([file, [, rule]]) => !violations.some((found) => found.startsWith(`${rule}: ${file} `)))
      .map(([file, [, rule]]) => `${rule} did not see ${file}`);
    const innocent = Object.keys(GROUND).filter((file) => file !== "lib/domain/q.ts");
    const unjust = violations.filter((found) => innocent.some((file) => found.includes(`: ${file} `)));
    return [...wrong, ...unjust.map((found) => `unjust ${found}`)];
  } finally {
    process.chdir(root);
    rmSync(base, { recursive: true, force: true });
  }
}

if (process.argv.includes("--seeded")) {
  const wrong = await checkSeeded();
  for (const line of wrong) console.log(line);
  console.log(`${Object.keys(SEEDS).length} seeded violations, ${wrong.length} misjudged`);
  process.exitCode = wrong.length ? 1 : 0;
} else {
  const { violations, seen } = await check(root);
  for (const line of violations) console.log(line);
  console.log(`${seen} modules, ${violations.length} violations of the layers`);
  process.exitCode = violations.length || seen === 0 ? 1 : 0;
}

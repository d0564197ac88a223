/** Prisma client, server and command line, console: each built again only when what it is made of has changed. */
import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";
import { at, fail, hashOf, isStamped, Plain, runPackage, say, stamped } from "./steps.mjs";

const CONFIGS = [
  "next.config.js",
  "instrumentation.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "prisma.config.ts",
];
const SOURCES = ["app", "components", "lib", "prisma", "public", ...CONFIGS];

/** The Prisma client in lib/generated. */
export async function ensureGenerated() {
  const hash = hashOf(["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"]);
  if (isStamped("dist/client.stamp", hash) && existsSync(at("lib/generated/prisma/client.ts"))) return;
  await stamped("dist/client.stamp", hash, async () => {
    const env = { PRISMA_SCHEMA_ENGINE_BINARY: at("prisma/schema-engine.mjs"), CHECKPOINT_DISABLE: "1" };
    const code = await runPackage("prisma/build/index.js", ["generate"], { env, quiet: true });
    if (code !== 0) throw new Plain("prisma generate failed: see above");
  });
}

/**
 * Ahead of every import of a bundle: packages such as React choose their mode when they are first imported, and Next sets it
 * only later. However the file is started, it is the built one.
 */
const PRODUCTION = `import "data:text/javascript,process.env.NODE_ENV='production'";`;

/** dist/{server,surety,simulate,search}.mjs: our own code in one file each, packages beside it; dist/verify.js: a reader's browser's. */
export async function ensureBundled() {
  const hash = hashOf(SOURCES);
  const built = ["server.mjs", "surety.mjs", "simulate.mjs", "search.mjs", "verify.js"].every((name) =>
    existsSync(at(`dist/${name}`)),
  );
  if (built && isStamped("dist/bundles.stamp", hash)) return;
  await ensureGenerated();
  await stamped("dist/bundles.stamp", hash, async () => {
    const { build } = await import("esbuild");
    const browser = build({
      absWorkingDir: at("."),
      entryPoints: { verify: "lib/border/report/verify-program.ts" },
      outdir: "dist",
      bundle: true,
      minify: true,
      platform: "browser",
      format: "esm",
      target: "es2022",
      logLevel: "error",
    });
    const node = build({
      absWorkingDir: at("."),
      entryPoints: {
        server: "lib/server/main.ts",
        surety: "lib/cli/surety.ts",
        simulate: "lib/runtime/simulate-worker.ts",
        search: "lib/runtime/search-worker.ts",
      },
      outdir: "dist",
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      banner: { js: PRODUCTION },
      alias: { "server-only": at("lib/cli/nothing.mjs") },
      sourcemap: true,
      logLevel: "error",
    });
    await Promise.all([browser, node]).catch(() => {
      throw new Plain("the server could not be bundled: see above");
    });
  });
}

/** The console in .next. */
export async function ensureConsole() {
  const hash = hashOf(SOURCES);
  if (existsSync(at(".next/BUILD_ID")) && isStamped("dist/console.stamp", hash)) return;
  await stamped("dist/console.stamp", hash, async () => {
    say("building the console (next build) …");
    const env = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
    const code = await runPackage("next/dist/bin/next", ["build"], { env, quiet: true });
    if (code !== 0) throw new Plain("next build failed: see above");
  });
}

/** Everything that `npm start` runs. */
export async function ensureBuilt() {
  await ensureBundled();
  await ensureConsole();
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await ensureInstalled();
    await (process.argv.includes("--bundles") ? ensureBundled() : ensureBuilt());
  } catch (error) {
    fail(error);
  }
}

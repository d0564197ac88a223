import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
// `server-only` throws outside a React server build; under test it means nothing.
const alias = [
  { find: /^@\//, replacement: root },
  { find: /^server-only$/, replacement: `${root}e2e/setup/nothing.ts` },
];
const everywhere = ["**/node_modules/**", "**/.next/**", "**/dist/**", "**/.surety/**"];
const setup = ["./e2e/setup/console.ts", "./e2e/setup/seed.ts"];

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,app,components,prisma}/**/*.test.{ts,tsx}"],
          exclude: [...everywhere, "**/*.db.test.ts"],
          setupFiles: setup,
          // Properties are many cases in one test: a busy machine is no failure.
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "db",
          include: ["{lib,app,prisma}/**/*.db.test.ts"],
          exclude: everywhere,
          setupFiles: setup,
          globalSetup: ["./lib/db/testing-cluster.ts"],
          // Every file has a database and a runtime of its own; reading all modules anew for each took a third of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "api",
          include: ["e2e/**/*.api.test.ts"],
          exclude: everywhere,
          globalSetup: ["./e2e/setup/demo-home.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});

import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "./chromium";

// Workers read this file again: the browser found first is handed on.
process.env.CHROMIUM_PATH = await findChromium();

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  globalSetup: "./setup/demo-home.ts",
  outputDir: "../test-results",
  // Each has a server, a database and a browser of its own.
  workers: 2,
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    timezoneId: "UTC",
    viewport: { width: 1280, height: 800 },
    // Nothing is waited for that only moves.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "on-first-retry",
    actionTimeout: 20_000,
    navigationTimeout: 60_000,
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: CHROMIUM_FLAGS },
  },
});

import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";

/** Chromium runs as root, without a graphics card and without a word to the outside. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The browser to test with: CHROMIUM_PATH, the system's, Playwright's own, or the one that comes with npm (Linux on x64).
 * Elsewhere Playwright's, whose absence it explains itself.
 */
export async function findChromium(): Promise<string> {
  const places = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", chromium.executablePath()];
  const found = places.find((path) => path && existsSync(path));
  if (found) return found;
  if (process.platform !== "linux" || process.arch !== "x64") return chromium.executablePath();
  const own = mkdtempSync(join(tmpdir(), "surety-chromium-")); // it unpacks itself: not among other people's files
  const before = process.env.TMPDIR;
  process.env.TMPDIR = own;
  try {
    const { default: packed } = await import("@sparticuz/chromium");
    return await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

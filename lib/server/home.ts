import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** SURETY_HOME: the embedded data, keys and quickstart.json. */
export function homeFolder(): string {
  const home = resolve(process.env.SURETY_HOME || ".surety");
  mkdirSync(home, { recursive: true });
  return home;
}

/** Writes a file that only this user may read. */
export function writePrivate(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600); // also where it was there before
}

/** The secret that console cookies are sealed with: given by the environment, or made once and kept. */
export function authSecret(home: string): string {
  if (process.env.AUTH_SECRET) return process.env.AUTH_SECRET;
  const path = join(home, "auth-secret");
  if (!existsSync(path)) writePrivate(path, randomBytes(32).toString("base64url"));
  return readFileSync(path, "utf8").trim();
}

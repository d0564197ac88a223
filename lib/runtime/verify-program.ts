import { readFile } from "node:fs/promises";
import { remembered, runtime } from "./runtime";

/** The program that verifies reports in a reader's browser, as text; null where this host was built without it. */
export function verifyProgram(): Promise<string | null> {
  const path = runtime().verifyProgram;
  return remembered("verify program", async () => (path === null ? null : readFile(path, "utf8")));
}

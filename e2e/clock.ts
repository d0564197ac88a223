import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const PROGRAM = pathToFileURL(join(import.meta.dirname, "setup/clock.mjs")).href;

/** A clock for a server of a test, which the server itself knows nothing of. */
export function movableClock() {
  const folder = mkdtempSync(join(tmpdir(), "surety-clock-"));
  const file = join(folder, "ahead");
  return {
    /** For `startSurety`. */
    env: { NODE_OPTIONS: `--import=${PROGRAM}`, TEST_CLOCK: file },
    /** Sets the clock of a process so many ms ahead of ours; it is there a moment later. */
    move(pid: number, ahead: number): void {
      writeFileSync(file, String(ahead));
      process.kill(pid, "SIGUSR2");
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

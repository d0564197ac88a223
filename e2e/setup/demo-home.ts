import { rmSync } from "node:fs";
import { DEMO_HOME, emptyHome, startSurety } from "../harness";

/** Before a run: one home with the demo organisation, which every server of the run gets a copy of. */
export default async function makeDemoHome(): Promise<() => void> {
  const home = emptyHome();
  const surety = await startSurety({ home });
  await surety.stop();
  process.env[DEMO_HOME] = home;
  return () => rmSync(home, { recursive: true, force: true });
}

/** What a line says of drift: its monitor's odds, and those of its newest eval suite (METHODS.md 1). */
import { explainMonitor, heaviest } from "./monitor.ts";
import type { ClauseLine } from "./state.ts";
import { saySuite } from "./suite.ts";

type Line = Pick<ClauseLine, "monitor" | "suite">;

const suiteLeads = ({ monitor, suite }: Line) => suite !== undefined && suite.e > (monitor?.e ?? 0);

/** The odds that stages are held against: the higher of monitor and suite. Each keeps the promise of a stage on its own. */
export function driftOdds({ monitor, suite }: Line): number {
  return Math.max(monitor?.e ?? 0, suite?.e ?? 0);
}

/** The sentence of whichever leads. @param p0 tolerance */
export function explainDrift(line: Line, p0: number): string {
  const { monitor, suite } = line;
  if (suite && suite.e >= 1 && suiteLeads(line)) return saySuite(suite);
  return monitor ? explainMonitor(monitor, p0) : "no checks yet";
}

/** When what the odds rest on began: the heaviest component's first check, or the suite's run. ms */
export function onsetOf(line: Line): number | undefined {
  return suiteLeads(line) ? line.suite?.at : line.monitor ? heaviest(line.monitor)?.at : undefined;
}

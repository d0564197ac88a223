/** Method versions: which yardstick checks were measured with. Another yardstick's failures say nothing of the agent. */
import { type MonitorPlan, newMonitor } from "./monitor.ts";
import type { ClauseLine, MonitorState } from "./state.ts";

/** How many other yardsticks a line remembers: who goes back to one goes on where that one was. */
const REMEMBERED = 8;

type Measured = Pick<ClauseLine, "monitor" | "method" | "shelved">;

/** The line's monitor for records of a method version, and the words for history where the yardstick is a new one. */
export interface Yardstick extends Measured {
  monitor: MonitorState;
  changed: string | null;
}

/**
 * The monitor that a record of this method version steps: each version has one of its own, so a changed yardstick is
 * never read as drift, and going back and forth between two forgets nothing. Checks are numbered on across versions.
 * The promise of a stage holds on each monitor alone.
 * @param method null: the record names none, which is a yardstick like any other
 */
export function takeYardstick(line: Measured, method: string | null, plan: MonitorPlan): Yardstick {
  const { monitor, shelved = [] } = line;
  if (!monitor) return { monitor: newMonitor(plan), method, shelved, changed: null };
  // A line of before there were method versions is of whichever version comes first.
  if (line.method === undefined || line.method === method) return { monitor, method, shelved, changed: null };
  const { checks, failed } = monitor;
  const known = shelved.find((one) => one.method === method);
  const others = shelved.filter((one) => one !== known);
  const kept = [...others, { method: line.method, monitor }].slice(-REMEMBERED);
  const next = known?.monitor ?? newMonitor(plan);
  const since = next.since.map((component) => (component.n === 0 ? { ...component, check: checks + 1 } : component));
  const changed = known
    ? null
    : `measured by ${name(method)} from check ${checks + 1} on, by ${name(line.method)} before`;
  return { monitor: { ...next, since, checks, failed }, method, shelved: kept, changed };
}

const name = (method: string | null): string => (method === null ? "an unnamed method" : `method ${method}`);

/** Whether a monitor of another yardstick still holds this much against the promise. */
export function shelvedAbove({ shelved = [] }: Measured, odds: number): boolean {
  return shelved.some(({ monitor }) => monitor.e >= odds);
}

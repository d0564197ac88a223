/** The briefs of an agent that have been asked for: gone with the standings that they rest on. */
import type { Brief } from "./brief.ts";
import type { DecisionRequest } from "./decision.ts";

/** Kinds of requests kept for an agent: names come from outside. */
const REMEMBERED = 2000;

type ByName<T> = Map<string | undefined, T>;

/** An agent's briefs by release, action, workflow and counterparty. */
export class BriefBook {
  private readonly byRelease: ByName<ByName<ByName<ByName<Brief>>>> = new Map();
  private size = 0;
  /** The one asked for last: most agents ask the same again. */
  private last: Brief | undefined;

  find(release: string, { action, workflow, counterparty }: DecisionRequest): Brief | undefined {
    const { last } = this;
    const again = last?.action === action && last.workflow === workflow && last.release === release;
    if (again && last.counterparty === counterparty) return last;
    this.last = this.byRelease.get(release)?.get(action)?.get(workflow)?.get(counterparty);
    return this.last;
  }

  keep(brief: Brief): void {
    // Full of names that somebody makes up: begin anew, so that the real ones find room again.
    if (this.size >= REMEMBERED) {
      this.byRelease.clear();
      this.size = 0;
    }
    const { release, action, workflow, counterparty } = brief;
    within(within(within(this.byRelease, release), action), workflow).set(counterparty, brief);
    this.size++;
  }
}

/** The map at a name of a map, made where it is not there yet. */
function within<T>(maps: ByName<ByName<T>>, name: string | undefined): ByName<T> {
  const inner = maps.get(name) ?? new Map();
  maps.set(name, inner);
  return inner;
}

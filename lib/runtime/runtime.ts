import type { Logger } from "pino";
import type { Database } from "@/lib/db/database";
import type { Search } from "@/lib/db/decisions";
import type { Clock, Ids } from "@/lib/domain/identity";
import type { Away } from "./away";
import type { KeyRing } from "./key-ring";
import type { LedgerSigner } from "./ledger-signer";
import type { Live } from "./live";
import type { Metrics } from "./metrics";
import type { Recorder } from "./recorder";
import type { Sequencer } from "./sequencer";
import type { Signer } from "./signer";
import type { Simulator } from "./simulator";
import type { Snapshots } from "./snapshots";

/** What one process holds in memory; nothing here outlives it. */
export interface Runtime {
  db: Database;
  clock: Clock;
  ids: Ids;
  /** Four characters, unique among live nodes. */
  node: string;
  log: Logger;
  metrics: Metrics;
  snapshots: Snapshots;
  away: Away;
  keyRing: KeyRing;
  recorder: Recorder;
  sequencer: Sequencer;
  live: Live;
  signer: Signer;
  simulator: Simulator;
  /** Opens segments for lists of decisions. */
  search: Search;
  ledgerSigner: LedgerSigner;
  /** The file of the program that verifies reports in a reader's browser; null where this host has none. */
  verifyProgram: string | null;
  /** Caches that end with the process, by name (API keys, rate limits). */
  memory: Map<string, unknown>;
  /** Where the process answers: http://localhost:3000 */
  url: string;
}

const KEY = Symbol.for("surety.runtime");
type Holder = { [KEY]?: Runtime };

/** The process's runtime. On globalThis: Next bundles its own copy of every module. */
export function runtime(): Runtime {
  const held = (globalThis as Holder)[KEY];
  if (!held) throw new Error("the runtime has not been started");
  return held;
}

/** Installs the runtime (at start-up and in tests). Returns it. */
export function setRuntime(next: Runtime): Runtime {
  (globalThis as Holder)[KEY] = next;
  return next;
}

/** Makes or finds one of the process's caches. */
export function remembered<T>(name: string, make: () => T): T {
  const { memory } = runtime();
  if (!memory.has(name)) memory.set(name, make());
  return memory.get(name) as T;
}

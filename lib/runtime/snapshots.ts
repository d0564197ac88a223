import type { Database } from "@/lib/db/database";
import { compile, type Snapshot, withLines, withUses } from "@/lib/domain/compile";
import { notFound } from "@/lib/domain/errors";
import type { Clock } from "@/lib/domain/identity";
import type { PactDocument } from "@/lib/domain/pact";
import type { OrganisationState } from "@/lib/domain/state";

/** An organisation as this process decides on it: swapped by one assignment, compiled aside. */
interface Held {
  snapshot: Snapshot;
  /** ms: when it was last known to be what the database holds. */
  verifiedAt: number;
  /** Live documents by hash. */
  documents: Map<string, PactDocument>;
  /** The read under way, and the one that starts after it. */
  running: Promise<void> | null;
  queued: Promise<void> | null;
  /** The queued read is to take everything, not only what changed. */
  whole: boolean;
}

export interface Snapshots {
  /** The current snapshot; loads the organisation at first use. Throws not_found where there is none. */
  get(organisationId: string): Promise<Snapshot>;
  /** The current snapshot if it is loaded; for the hot path. */
  peek(organisationId: string): Snapshot | undefined;
  /** ms: when the snapshot was last known to be what the database holds; null where none is loaded. */
  verifiedAt(organisationId: string): number | null;
  /** The snapshot was what the database held at this instant, ms. */
  verified(organisationId: string, at: number): void;
  /** Resolves once this process decides on `revision` or a later one. */
  reach(organisationId: string, revision: number): Promise<void>;
  /** Reads everything anew, whatever the revision. */
  reload(organisationId: string): Promise<void>;
  /** Counts uses of overrides that were decided but not yet read back. */
  use(organisationId: string, overrideIds: string[]): void;
  /** Compiles a state that was read elsewhere and takes it over. */
  adopt(state: OrganisationState): Snapshot;
  /** Called with (organisation, revision) after each swap. */
  onSwap(listener: (organisationId: string, revision: number) => void): void;
  /** Resolves at the next swap of this organisation, or after `patience` ms. */
  nextSwap(organisationId: string, patience: number): Promise<void>;
  /** Organisations held in memory. */
  loaded(): string[];
}

/** The state with documents that are already known as the same objects: what they compile to is kept with them. */
function knownDocuments(state: OrganisationState, documents: Map<string, PactDocument>): OrganisationState {
  const pacts = state.pacts.map((pact) => ({ ...pact, document: documents.get(pact.hash) ?? pact.document }));
  documents.clear();
  for (const { hash, document } of pacts) documents.set(hash, document);
  return { ...state, pacts };
}

export function createSnapshots(db: Database, clock: Clock): Snapshots {
  const held = new Map<string, Held>();
  const waiting = new Map<string, Set<() => void>>();
  const firstLoads = new Map<string, Promise<void>>();
  const listeners: ((organisationId: string, revision: number) => void)[] = [];

  const swap = (entry: Held, snapshot: Snapshot): void => {
    const { organisation, revision } = snapshot;
    entry.snapshot = snapshot;
    for (const listener of listeners) listener(organisation, revision);
    for (const done of [...(waiting.get(organisation) ?? [])]) done();
  };

  const verified = (entry: Held | undefined, at: number): void => {
    if (entry && at > entry.verifiedAt) entry.verifiedAt = at;
  };

  /** @param at ms, when the reading began */
  const take = (state: OrganisationState, at: number): Snapshot => {
    const before = held.get(state.organisation);
    // An older read that arrives late never replaces a newer one.
    if (before && before.snapshot.revision > state.revision) return before.snapshot;
    const documents = before?.documents ?? new Map<string, PactDocument>();
    const snapshot = compile(knownDocuments(state, documents));
    const entry = before ?? { snapshot, verifiedAt: at, documents, running: null, queued: null, whole: false };
    held.set(state.organisation, entry);
    verified(entry, at);
    swap(entry, snapshot);
    return snapshot;
  };

  const read = async (organisationId: string, since: number): Promise<void> => {
    const began = clock.now();
    const loaded = await db.loadState(organisationId, since, began);
    if (!loaded) throw notFound();
    if ("state" in loaded) {
      take(loaded.state, began);
      return;
    }
    const entry = held.get(organisationId);
    const { revision, lines } = loaded.delta;
    if (entry && entry.snapshot.revision >= since && revision > entry.snapshot.revision)
      swap(entry, withLines(entry.snapshot, lines, null, revision));
    verified(entry, began);
  };

  const first = (organisationId: string): Promise<void> => {
    const under = firstLoads.get(organisationId);
    if (under) return under;
    const load = read(organisationId, 0).finally(() => firstLoads.delete(organisationId));
    firstLoads.set(organisationId, load);
    return load;
  };

  /** Reads once more after now. Those who ask while a read runs share the one after it: a flood of changes costs two. */
  const refresh = (entry: Held, organisationId: string, whole: boolean): Promise<void> => {
    const start = (): Promise<void> => {
      const run = read(organisationId, entry.whole || whole ? 0 : entry.snapshot.revision).finally(() => {
        entry.running = null;
      });
      entry.whole = false;
      entry.queued = null;
      entry.running = run;
      return run;
    };
    if (!entry.running) return start();
    entry.whole ||= whole;
    entry.queued ??= entry.running.then(start, start);
    return entry.queued;
  };

  return {
    async get(organisationId) {
      if (!held.has(organisationId)) await first(organisationId);
      const entry = held.get(organisationId);
      if (!entry) throw notFound();
      return entry.snapshot;
    },
    peek: (organisationId) => held.get(organisationId)?.snapshot,
    verifiedAt: (organisationId) => held.get(organisationId)?.verifiedAt ?? null,
    verified: (organisationId, at) => verified(held.get(organisationId), at),
    async reach(organisationId, revision) {
      if (!held.has(organisationId)) await first(organisationId);
      const entry = held.get(organisationId);
      if (!entry) throw notFound();
      if (entry.snapshot.revision < revision) await refresh(entry, organisationId, false);
    },
    async reload(organisationId) {
      const entry = held.get(organisationId);
      await (entry ? refresh(entry, organisationId, true) : first(organisationId));
    },
    use(organisationId, overrideIds) {
      const entry = held.get(organisationId);
      if (entry && overrideIds.length > 0) entry.snapshot = withUses(entry.snapshot, overrideIds);
    },
    adopt: (state) => take(state, clock.now()),
    onSwap(listener) {
      listeners.push(listener);
    },
    nextSwap: (organisationId, patience) =>
      new Promise((resolve) => {
        const mine = waiting.get(organisationId) ?? new Set();
        waiting.set(organisationId, mine);
        const done = () => {
          clearTimeout(timer);
          mine.delete(done);
          resolve();
        };
        const timer = setTimeout(done, patience);
        mine.add(done);
      }),
    loaded: () => [...held.keys()],
  };
}

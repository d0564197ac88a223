import type { DecisionFilter } from "@/lib/db/decision-filter";
import { decisionsIn } from "@/lib/db/decision-search";
import type { Search } from "@/lib/db/decisions";
import type { DecisionRecord } from "@/lib/db/segment";
import { createThread } from "./thread";

/** What a thread is asked to find, as `decisionsIn` is. */
export interface SearchOrder {
  bodies: readonly string[];
  filter: DecisionFilter;
  before: string | undefined;
}

/** A list of what is rare opens some fifty segments: shared by so many threads. */
const THREADS = 2;
/** Fewer segments than this are opened sooner than they are handed over. */
const MANY = 8;
const LARGEST_HEAP_MB = 256;

/**
 * Opens segments on threads of their own: what they inflate to is much, and collecting it would stop every decision.
 * @param program the bundled worker (dist/search.mjs); null: on this thread, as tests do
 */
export function createSearcher(program: string | null): Search {
  if (program === null) return decisionsIn;
  const threads = Array.from({ length: THREADS }, () =>
    createThread<SearchOrder, DecisionRecord[]>(program, LARGEST_HEAP_MB),
  );
  return async (bodies, filter, before) => {
    if (bodies.length < MANY) return decisionsIn(bodies, filter, before);
    const share = Math.ceil(bodies.length / THREADS);
    const found = threads.map((thread, i) =>
      thread.ask({ bodies: bodies.slice(i * share, (i + 1) * share), filter, before }),
    );
    return (await Promise.all(found)).flat();
  };
}

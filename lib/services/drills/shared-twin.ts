import { holdFence } from "@/lib/db/fence";
import { nodesBehind } from "@/lib/db/nodes";
import { decide } from "@/lib/domain/decide";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { runtime } from "@/lib/runtime/runtime";

/** What a drill rests on that its tests choose: how time passes while it waits. */
export interface Patience {
  /** Resolves some ms later. */
  pause(ms: number): Promise<void>;
}

export const REAL: Patience = { pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** An agent's stand-in in one drill. */
export interface Twin {
  slug: string;
  twinOf: string;
  release: string;
}

/**
 * What a twin is answered: as every decision on a revision that nothing stricter has overtaken, held by the fence. It is
 * kept with the drill and nowhere among decisions.
 */
export function askTwin(
  organisationId: string,
  { slug: twin }: Twin,
  requests: readonly DecisionRequest[],
): Promise<Answer[]> {
  const { db, snapshots, clock } = runtime();
  return db.organisation(organisationId, async (tx) => {
    await snapshots.reach(organisationId, await holdFence(tx, organisationId));
    const snapshot = await snapshots.get(organisationId);
    const now = clock.now();
    return requests.map((request) => decide(snapshot, request, now, { twin }));
  });
}

const LOOK_MS = 20;
const LONGEST_MS = 5_000;

/** Waits until every live node decides on a revision. @returns the nodes that still do not after 5 s */
export async function acknowledged(organisationId: string, revision: number, { pause }: Patience): Promise<string[]> {
  const { db, clock } = runtime();
  for (let waited = 0; ; waited += LOOK_MS) {
    const behind = await db.organisation(organisationId, (tx) =>
      nodesBehind(tx, organisationId, revision, clock.now()),
    );
    if (behind.length === 0 || waited >= LONGEST_MS) return behind;
    await pause(LOOK_MS);
  }
}

import { type DriftView, driftView } from "@/lib/db/standing-rows";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import type { DriftShown } from "@/lib/domain/shown";
import { read } from "./read";

/** What the clock makes of a stored state, as a condition on rows. */
function whereState(state: DriftShown | undefined, now: Date) {
  if (state === undefined) return {};
  if (state === "cleared") return { state };
  const silent = { state: "suspected", verifiedAt: { lte: now } };
  if (state === "verified") return { OR: [{ state }, silent] };
  return { state, OR: [{ verifiedAt: null }, { verifiedAt: { gt: now } }] };
}

/** Drifts, the latest first, one more than `limit`. @param before id of the last one of the page before */
export async function driftPage(
  actor: Actor,
  filter: { agent?: string; pact?: string; clause?: string; release?: string; state?: DriftShown },
  limit: number,
  now: number,
  before?: string,
): Promise<DriftView[]> {
  const { organisationId } = actor;
  const id = before === undefined ? undefined : { lt: before };
  return read(actor, async (tx) => {
    const where = {
      organisationId,
      id,
      agent: filter.agent,
      pact: filter.pact,
      clause: filter.clause,
      release: filter.release,
      ...whereState(filter.state, new Date(now)),
    };
    const rows = await tx.drift.findMany({ where, orderBy: { id: "desc" }, take: limit + 1 });
    const latches = await tx.latch.findMany({ where: { organisationId, driftId: { in: rows.map((row) => row.id) } } });
    return rows.map((row) => driftView(row, now, latches));
  });
}

/** One drift. @throws SuretyError not_found */
export async function driftById(actor: Actor, id: string, now: number): Promise<DriftView> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.drift.findUnique({ where: { organisationId_id: { organisationId, id } } });
    if (!row) throw notFound();
    return driftView(row, now, await tx.latch.findMany({ where: { organisationId, driftId: id } }));
  });
}

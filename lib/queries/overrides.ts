import { type OverrideView, overrideView, toBeRatified, WITH_OVERRIDE_APPROVALS } from "@/lib/db/override-rows";
import { notFound } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import type { OverrideShown } from "@/lib/domain/shown";
import { read } from "./read";

/** What the clock makes of a stored state, as far as rows can say; uses left are compared afterwards. */
function whereState(state: OverrideShown | undefined, now: Date) {
  switch (state) {
    case undefined:
      return {};
    case "requested":
      return { state, endsAt: { gt: now } };
    case "lapsed":
      return { state: "requested" };
    case "approved":
      return { state, startsAt: { gt: now } };
    case "active":
    case "exhausted":
      return { state: "approved", endsAt: { gt: now } };
    case "expired":
      return { state: "approved", endsAt: { lte: now } };
    default:
      return { state };
  }
}

/** Every break-glass that waits to be ratified, what runs out first on top. */
export async function unratifiedOverrides(actor: Actor, now: number): Promise<OverrideView[]> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const where = { organisationId, ...toBeRatified(now) };
    const rows = await tx.override.findMany({ where, include: WITH_OVERRIDE_APPROVALS, orderBy: { ratifyBy: "asc" } });
    return rows.map((row) => overrideView(row, now));
  });
}

const STEP = 200;

/** Overrides, the latest first, one more than `limit`. @param before id of the last one of the page before */
export async function overridePage(
  actor: Actor,
  filter: { agent?: string; pact?: string; state?: OverrideShown },
  limit: number,
  now: number,
  before?: string,
): Promise<OverrideView[]> {
  const { organisationId } = actor;
  const base = { organisationId, agent: filter.agent, pact: filter.pact, ...whereState(filter.state, new Date(now)) };
  return read(actor, async (tx) => {
    const found: OverrideView[] = [];
    for (let from = before; ; ) {
      const id = from === undefined ? undefined : { lt: from };
      const rows = await tx.override.findMany({
        where: { ...base, id },
        include: WITH_OVERRIDE_APPROVALS,
        orderBy: { id: "desc" },
        take: STEP,
      });
      const views = rows.map((row) => overrideView(row, now));
      found.push(...views.filter(({ state }) => filter.state === undefined || state === filter.state));
      from = rows.at(-1)?.id;
      if (rows.length < STEP || found.length > limit) return found.slice(0, limit + 1);
    }
  });
}

/** One override. @throws SuretyError not_found */
export async function overrideById(actor: Actor, id: string, now: number): Promise<OverrideView> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const row = await tx.override.findUnique({
      where: { organisationId_id: { organisationId, id } },
      include: WITH_OVERRIDE_APPROVALS,
    });
    if (!row) throw notFound();
    return overrideView(row, now);
  });
}

import { newestSegments } from "@/lib/db/decisions";
import { fromBody } from "@/lib/db/segment";
import { notFound } from "@/lib/domain/errors";
import type { Level } from "@/lib/domain/pact";
import { covers } from "@/lib/domain/program";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { type ActionKnown, type Percentile, type Traffic, trafficOf } from "@/lib/domain/traffic";
import { draftFromTraffic } from "@/lib/domain/traffic-draft";
import { readNow } from "./read";
import { isGated } from "./workflows";

/** Decisions that are looked at, the newest: enough for a percentile, little enough to be read at once. */
const MOST = 5_000;

export interface AgentTraffic extends Traffic {
  name: string;
  /** A pact drafted from it, under a slug that is free; null: nothing was seen. */
  draft: { pact: string; text: string } | null;
}

/**
 * What a registered agent was seen to ask for, and the pact that this would make.
 * @param percentile where the draft's limits on numbers lie
 * @throws SuretyError not_found
 */
export async function agentTraffic(actor: Actor, agent: string, percentile: Percentile): Promise<AgentTraffic> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot }) => {
    const row = await tx.agent.findUnique({ where: { organisationId_slug: { organisationId, slug: agent } } });
    if (!row) throw notFound();
    const bodies = await newestSegments(tx, organisationId, [agent], {}, MOST);
    const recorded = bodies
      .flatMap((body) => fromBody(body).reverse())
      .filter(({ request }) => request.agent === agent)
      .slice(0, MOST);
    const traffic = trafficOf(agent, recorded, (action) => knownOf(snapshot, agent, action));
    const { name: provider } = await tx.organisation.findUniqueOrThrow({
      where: { id: organisationId },
      select: { name: true },
    });
    const taken = await tx.pact.findMany({
      where: { organisationId, slug: { startsWith: agent } },
      select: { slug: true },
    });
    const pact = freeSlug(agent, new Set(taken.map(({ slug }) => slug)));
    const workflow = traffic.workflows[0] ?? workflowOf(snapshot, traffic) ?? agent;
    const terms = { pact, title: `${row.name}, as seen`, workflow, provider, owner: row.owner, percentile };
    const draft = draftFromTraffic(traffic, terms);
    return { ...traffic, name: row.name, draft: draft && { pact, text: draft.text } };
  });
}

function knownOf(snapshot: Snapshot, agent: string, action: string): ActionKnown {
  const listed = snapshot.workflows.flatMap(({ actions }) => actions.filter(({ name }) => name === action));
  const risk = listed.reduce<Level | null>((most, one) => (higher(one.risk, most) ? one.risk : most), null);
  const own = snapshot.agents.get(agent)?.book.pacts ?? [];
  return {
    risk,
    gated: isGated(
      own.map((bound) => ({ bound })),
      action,
    ),
  };
}

const ORDER: readonly Level[] = ["low", "medium", "high", "critical"];
const higher = (risk: Level, than: Level | null) => than === null || ORDER.indexOf(risk) > ORDER.indexOf(than);

/** The workflow that lists most of the actions. */
function workflowOf(snapshot: Snapshot, { actions }: Traffic): string | null {
  const listing = snapshot.workflows.map(({ slug, actions: own }) => ({
    slug,
    listed: actions.filter(({ action }) =>
      covers(
        own.map(({ name }) => name),
        action,
      ),
    ).length,
  }));
  const best = listing.sort((a, b) => b.listed - a.listed)[0];
  return best && best.listed > 0 ? best.slug : null;
}

function freeSlug(agent: string, taken: ReadonlySet<string>): string {
  const base = `${agent.slice(0, 50)}-seen`;
  for (let nth = 1; ; nth++) {
    const slug = nth === 1 ? base : `${base}-${nth}`;
    if (!taken.has(slug)) return slug;
  }
}

import type { Tx } from "@/lib/db/client";
import { floorTo } from "@/lib/db/rollup";
import { countKinds, total } from "@/lib/db/rollup-read";
import type { Actor } from "@/lib/domain/roles";
import type { Authority } from "@/lib/domain/state";
import { agentList } from "./agents";
import { downgrades } from "./decision-explorer";
import { freshnessItems } from "./freshness";
import { readAt } from "./read";

const DAY = 86_400_000;
const DAYS = 30;

export interface Overview {
  agents: number;
  /** Agents that act below what people granted them, and why. */
  below: {
    agent: string;
    name: string;
    granted: Authority;
    effective: Authority;
    why: string | null;
    since: string | null;
  }[];
  /** Live clauses whose evidence is missing or stale now, and those that go stale within a week. */
  clauses: { missing: number; stale: number; soon: number };
  /** The last 24 h; unpermitted: observed calls that no decision permitted. */
  today: { decisions: number; notAllowed: number; ungoverned: number; unpermitted: number };
  verdicts: {
    from: string;
    to: string;
    since: string | null;
    counts: ({ at: string } & Partial<Record<"allow" | "degrade" | "review" | "block", number>>)[];
    markers: { at: string; label: string }[];
  };
  steps: ChecklistSteps;
}

/** The five of the beginning, each as the data says at this moment. */
interface ChecklistSteps {
  /** A live pact. */
  promise: boolean;
  /** Evidence that counts for a live clause. */
  evidence: boolean;
  /** No live clause is missing or stale, and there is one. */
  freshness: boolean;
  /** A live pact that is enforced, not only watched. */
  consequence: boolean;
  /** A decision that a pact covered. */
  decision: boolean;
}

const iso = (ms: number) => new Date(ms).toISOString();

/** What the overview tells, but for what waits (`needs`). */
export async function overview(actor: Actor): Promise<Overview> {
  const agents = await agentList(actor);
  return readAt(actor, async (tx, now) => {
    const board = await freshnessItems(actor, now);
    const current = board.items.filter(({ candidate }) => !candidate);
    const lane = (...lanes: string[]) => current.filter((item) => lanes.includes(item.lane)).length;
    const below = agents.filter(({ authority }) => authority.effective !== authority.granted);
    const since = await loweredAt(
      tx,
      actor.organisationId,
      below.map(({ slug }) => slug),
    );
    const clauses = { missing: lane("missing"), stale: lane("stale"), soon: lane("day", "week") };
    return {
      agents: agents.length,
      below: below.map(({ slug, name, authority, why }) => ({
        agent: slug,
        name,
        ...authority,
        why: why[0] ?? null,
        since: since.get(slug) ?? null,
      })),
      clauses,
      today: await today(tx, actor.organisationId, now),
      verdicts: await verdicts(tx, actor.organisationId, now),
      steps: {
        promise: (await tx.pactVersion.count({ where: { organisationId: actor.organisationId, state: "live" } })) > 0,
        evidence: current.some(({ observedAt }) => observedAt !== null),
        freshness: current.length > 0 && clauses.missing + clauses.stale === 0,
        consequence: await enforced(tx, actor.organisationId),
        decision: await governed(
          tx,
          actor.organisationId,
          agents.filter(({ pacts }) => pacts.length > 0).map(({ slug }) => slug),
        ),
      },
    };
  });
}

/** Since when these agents are held down by something latched: the earliest of what is in force. */
async function loweredAt(tx: Tx, organisationId: string, agents: string[]): Promise<Map<string, string>> {
  const latches = await tx.latch.findMany({
    where: { organisationId, agent: { in: agents }, liftedAt: null },
    orderBy: { verifiedAt: "desc" },
    select: { agent: true, verifiedAt: true },
  });
  return new Map(latches.map(({ agent, verifiedAt }) => [agent, verifiedAt.toISOString()]));
}

async function today(tx: Tx, organisationId: string, now: number): Promise<Overview["today"]> {
  const counted = await countKinds(tx, organisationId, { from: floorTo(now - DAY, "minute"), to: now + 1 });
  return {
    decisions: total(counted),
    notAllowed: total(counted, ({ verdict }) => verdict !== "allow"),
    ungoverned: total(counted, ({ governed }) => !governed),
    unpermitted: await tx.observation.count({
      where: { organisationId, at: { gte: new Date(now - DAY) }, ungoverned: { not: null } },
    }),
  };
}

async function verdicts(tx: Tx, organisationId: string, now: number): Promise<Overview["verdicts"]> {
  const from = floorTo(now, "day") - (DAYS - 1) * DAY;
  const counts = new Map<number, Overview["verdicts"]["counts"][number]>();
  for (const { at, verdict, count } of await countKinds(tx, organisationId, { from, to: now + 1 }, {}, "day")) {
    const bucket = counts.get(at) ?? { at: iso(at) };
    bucket[verdict] = (bucket[verdict] ?? 0) + count;
    counts.set(at, bucket);
  }
  const first = await tx.decisionSegment.findFirst({
    where: { organisationId },
    orderBy: { toAt: "asc" },
    select: { fromAt: true },
  });
  return {
    from: iso(from),
    to: iso(now),
    since: first?.fromAt.toISOString() ?? null,
    counts: [...counts.values()],
    markers: await downgrades(tx, organisationId, from, now + 1),
  };
}

async function enforced(tx: Tx, organisationId: string): Promise<boolean> {
  return (await tx.pactVersion.count({ where: { organisationId, state: "live", mode: "enforce" } })) > 0;
}

/** Any decision under a pact: one with a reason that was governed, or a plain allow of an agent that has live pacts. */
async function governed(tx: Tx, organisationId: string, agents: string[]): Promise<boolean> {
  const told = await tx.decisionIndex.findFirst({ where: { organisationId, governed: true }, select: { id: true } });
  if (told) return true;
  const plain = await tx.decisionSegment.findFirst({
    where: { organisationId, agents: { hasSome: agents } },
    select: { firstId: true },
  });
  return plain !== null;
}

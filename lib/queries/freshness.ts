import type { Tx } from "@/lib/db/client";
import { floorTo, GRAINS } from "@/lib/db/rollup";
import { type Counted, countKinds } from "@/lib/db/rollup-read";
import type { ActorRecord } from "@/lib/db/rows";
import { matchesAction } from "@/lib/domain/action";
import { evidenceHash } from "@/lib/domain/canonical";
import { freshnessAt, freshnessWindow, lineRelease } from "@/lib/domain/evidence";
import { countLanes, type FreshnessItem, type FreshnessLanes, laneOf } from "@/lib/domain/freshness-board";
import { overrideActive, overrideNames, overrideWhole } from "@/lib/domain/override";
import type { Clause, PactDocument, Severity } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import type { ClauseLine } from "@/lib/domain/state";
import { readNow } from "./read";

const DAY_MS = 24 * 3600_000;
/** Over how long decisions are counted. */
const MEASURED_DAYS = 7;
const RANK: Record<Severity, number> = { critical: 0, major: 1, minor: 2 };

/** What an item is made from. */
interface Scene {
  snapshot: Snapshot;
  now: number;
  lines: ReadonlyMap<string, ClauseLine>;
  asked: ReadonlyMap<string, FreshnessItem["asked"]>;
}

interface LivePact {
  document: PactDocument;
  agent: { slug: string; release: string; candidates: string[] };
}

const nameOf = (...parts: string[]) => parts.join("\n");

function itemOf({ document, agent }: LivePact, clause: Clause, release: string, scene: Scene): FreshnessItem[] {
  const { evidence } = clause;
  if (!evidence) return [];
  const { now, lines, asked } = scene;
  const of = lineRelease(clause, release);
  const place = [agent.slug, document.pact, clause.key] as const;
  const newest = lines.get(nameOf(...place, evidenceHash(document, clause), of))?.newest ?? null;
  const window = freshnessWindow(newest?.observedAt ?? null, evidence.freshness);
  const state = freshnessAt(window, now);
  const left = newest === null ? null : window.staleAt - now;
  const trigger = state === "missing" ? "missing" : "stale";
  const actions = clause.actions ?? document.scope.actions;
  return [
    {
      agent: agent.slug,
      release: evidence.perRelease ? release : null,
      candidate: evidence.perRelease && release !== agent.release,
      pact: document.pact,
      pactTitle: document.title,
      mode: document.mode,
      workflow: document.workflow,
      clause: clause.key,
      title: clause.title,
      severity: clause.severity,
      owner: clause.owner,
      state,
      lane: laneOf(state, left),
      observedAt: newest && new Date(newest.observedAt).toISOString(),
      staleAt: newest && new Date(window.staleAt).toISOString(),
      left,
      windowMs: window.windowMs,
      evidence: newest && { id: newest.id, source: newest.source },
      consequence: {
        trigger,
        acts: state === "missing" || state === "stale",
        does: clause.on[trigger]?.do ?? "block",
        actions,
        waivedUntil: waivedUntil(
          scene,
          { agent: agent.slug, pact: document.pact, clause: clause.key },
          trigger,
          actions,
        ),
      },
      perDay: null,
      asked: asked.get(nameOf(...place, of)) ?? null,
    },
  ];
}

/** The end of an override that sets this trigger aside for all that the clause can concern, if one does now. */
function waivedUntil(
  { snapshot, now }: Scene,
  { agent, pact, clause }: { agent: string; pact: string; clause: string },
  trigger: "missing" | "stale",
  actions: readonly string[],
): string | null {
  const ends = (snapshot.agents.get(agent)?.overrides ?? []).flatMap(({ state }) =>
    overrideNames(state, pact, clause, trigger) && overrideActive(state, now) && overrideWhole(state, actions)
      ? [state.endsAt]
      : [],
  );
  return ends.length > 0 ? new Date(Math.max(...ends)).toISOString() : null;
}

async function livePacts(tx: Tx, organisationId: string): Promise<LivePact[]> {
  const rows = await tx.pactVersion.findMany({ where: { organisationId, state: "live" }, select: { document: true } });
  const documents = rows.map(({ document }) => document as unknown as PactDocument);
  const agents = await tx.agent.findMany({
    where: { organisationId, slug: { in: documents.map(({ agent }) => agent) } },
    select: { slug: true, release: true, candidates: true },
  });
  const bySlug = new Map(agents.map((agent) => [agent.slug, agent]));
  return documents.flatMap((document) => {
    const agent = bySlug.get(document.agent);
    return agent ? [{ document, agent }] : [];
  });
}

async function linesOf(tx: Tx, organisationId: string, pacts: readonly LivePact[]): Promise<Scene["lines"]> {
  const stored = await tx.clauseLine.findMany({
    where: { organisationId, pact: { in: pacts.map(({ document }) => document.pact) } },
    select: { state: true },
  });
  return new Map(
    stored.map(({ state }) => {
      const line = state as unknown as ClauseLine;
      return [nameOf(line.agent, line.pact, line.clause, line.evidenceHash, line.release), line];
    }),
  );
}

/** Missing (null) first, then the least time left. */
function byLeft(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return a - b;
}

/**
 * Every live clause with evidence, for every release that may ask: what is missing first, then by time left, the gravest
 * first among equals. One clause is one item, where its evidence is not per release. Decisions are not counted.
 */
export function freshnessItems(actor: Actor, now: number): Promise<FreshnessLanes> {
  return readNow(actor, async (tx, { snapshot }) => itemsOf(tx, actor.organisationId, snapshot, now));
}

/** As `freshnessItems`, with the decisions a day that each clause gates. */
export function freshnessBoard(actor: Actor, now: number): Promise<FreshnessLanes> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, { snapshot }) => {
    const { items, counts } = await itemsOf(tx, organisationId, snapshot, now);
    const from = floorTo(now - MEASURED_DAYS * DAY_MS, "hour");
    const kinds = items.length > 0 ? await countKinds(tx, organisationId, { from, to: now }) : [];
    const perDay = (of: readonly Counted[]) =>
      (of.reduce((sum, { count }) => sum + count, 0) * GRAINS.day) / (now - from);
    const acting = items.filter(acts);
    return {
      items: items.map((item) =>
        item.candidate ? item : { ...item, perDay: perDay(kinds.filter((kind) => gates(item, kind))) },
      ),
      counts,
      gated: {
        perDay: perDay(kinds.filter((kind) => acting.some((item) => gates(item, kind)))),
        of: perDay(kinds),
      },
    };
  });
}

const acts = ({ candidate, mode, consequence }: FreshnessItem) =>
  consequence.acts && consequence.waivedUntil === null && mode === "enforce" && !candidate;

const gates = ({ agent, pact, consequence: { actions } }: FreshnessItem, kind: Counted) =>
  kind.agent === agent && kind.pacts.includes(pact) && actions.some((one) => matchesAction(one, kind.action));

async function itemsOf(tx: Tx, organisationId: string, snapshot: Snapshot, now: number): Promise<FreshnessLanes> {
  const pacts = await livePacts(tx, organisationId);
  const lines = await linesOf(tx, organisationId, pacts);
  const scene: Scene = { snapshot, now, lines, asked: await openQuestions(tx, organisationId, now) };
  const items = pacts.flatMap((live) =>
    live.document.clauses.flatMap((clause) => {
      const { release, candidates } = live.agent;
      const releases = clause.evidence?.perRelease ? [release, ...candidates] : [release];
      return releases.flatMap((one) => itemOf(live, clause, one, scene));
    }),
  );
  items.sort(
    (a, b) => byLeft(a.left, b.left) || RANK[a.severity] - RANK[b.severity] || a.clause.localeCompare(b.clause),
  );
  return { items, counts: countLanes(items), gated: null };
}

/** The newest question of each line that waits for an answer. */
async function openQuestions(tx: Tx, organisationId: string, now: number): Promise<Scene["asked"]> {
  const rows = await tx.reverification.findMany({
    where: { organisationId, answeredAt: null, unansweredAt: null, dueAt: { gt: new Date(now) } },
    orderBy: { askedAt: "asc" },
    select: { agent: true, pact: true, clause: true, release: true, askedAt: true, askedBy: true },
  });
  return new Map(
    rows.map(({ agent, pact, clause, release, askedAt, askedBy }) => [
      nameOf(agent, pact, clause, release),
      { at: askedAt.toISOString(), by: (askedBy as unknown as ActorRecord | null)?.name ?? null },
    ]),
  );
}

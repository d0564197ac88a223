import type { Tx } from "@/lib/db/client";
import { evidenceHash } from "@/lib/domain/canonical";
import { type FreshnessState, freshnessAt, freshnessWindow, lineRelease } from "@/lib/domain/evidence";
import type { Clause, Consequence, Mode, PactDocument, Severity } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { ClauseLine } from "@/lib/domain/state";
import { read } from "./read";

export const LANES = ["missing", "stale", "day", "week", "fresh"] as const;
/** `day`: stale within 24 h; `week`: within 7 d. */
export type Lane = (typeof LANES)[number];

/** One live clause for one release: how fresh its evidence is, and what acts once it is not. */
export interface FreshnessItem {
  agent: string;
  /** null: one line for every release. */
  release: string | null;
  /** A release that is not the agent's current one. */
  candidate: boolean;
  pact: string;
  pactTitle: string;
  mode: Mode;
  workflow: string;
  clause: string;
  title: string;
  severity: Severity;
  /** Slug of the team that owes the evidence. */
  owner: string;
  state: FreshnessState;
  lane: Lane;
  observedAt: string | null;
  staleAt: string | null;
  /** ms until it goes stale; below 0 since it did; null where evidence is missing */
  left: number | null;
  windowMs: number;
  evidence: { id: string; source: string } | null;
  /** What acts now (missing, stale), or will once it is stale, on which actions. */
  consequence: { trigger: "missing" | "stale"; acts: boolean; does: Consequence["do"]; actions: string[] };
}

export interface FreshnessBoard {
  items: FreshnessItem[];
  counts: Record<Lane, number>;
}

const DAY_MS = 24 * 3600_000;
const RANK: Record<Severity, number> = { critical: 0, major: 1, minor: 2 };

function laneOf(state: FreshnessState, left: number | null): Lane {
  if (state === "missing" || state === "stale" || left === null) return state === "stale" ? "stale" : "missing";
  if (left <= DAY_MS) return "day";
  return left <= 7 * DAY_MS ? "week" : "fresh";
}

interface LivePact {
  document: PactDocument;
  agent: { slug: string; release: string; candidates: string[] };
}

function itemOf(
  { document, agent }: LivePact,
  clause: Clause,
  release: string,
  line: ClauseLine | undefined,
  now: number,
): FreshnessItem | null {
  const { evidence } = clause;
  if (!evidence) return null;
  const newest = line?.newest ?? null;
  const window = freshnessWindow(newest?.observedAt ?? null, evidence.freshness);
  const state = freshnessAt(window, now);
  const left = newest === null ? null : window.staleAt - now;
  const trigger = state === "missing" ? "missing" : "stale";
  return {
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
      actions: clause.actions ?? document.scope.actions,
    },
  };
}

async function livePacts(tx: Tx, organisationId: string, only: { agent?: string; pact?: string }): Promise<LivePact[]> {
  const where = { organisationId, state: "live", agent: only.agent, pact: only.pact };
  const rows = await tx.pactVersion.findMany({ where, select: { document: true } });
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

/** Missing (null) first, then the least time left. */
function byLeft(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return a - b;
}

/**
 * Every live clause with evidence, for every release that may ask: what is missing first, then by time left, the gravest
 * first among equals. One clause is one item, where its evidence is not per release.
 */
export async function freshnessBoard(
  actor: Actor,
  now: number,
  only: { agent?: string; pact?: string } = {},
): Promise<FreshnessBoard> {
  const { organisationId } = actor;
  return read(actor, async (tx) => {
    const pacts = await livePacts(tx, organisationId, only);
    const stored = await tx.clauseLine.findMany({
      where: { organisationId, pact: { in: pacts.map(({ document }) => document.pact) } },
      select: { state: true },
    });
    const key = (...parts: string[]) => parts.join("\n");
    const lines = new Map(
      stored.map(({ state }) => {
        const line = state as unknown as ClauseLine;
        return [key(line.agent, line.pact, line.clause, line.evidenceHash, line.release), line];
      }),
    );
    const items = pacts.flatMap((live) =>
      live.document.clauses.flatMap((clause) => {
        const releases = clause.evidence?.perRelease
          ? [live.agent.release, ...live.agent.candidates]
          : [live.agent.release];
        const hash = evidenceHash(live.document, clause);
        return releases.flatMap((release) => {
          const line = lines.get(
            key(live.agent.slug, live.document.pact, clause.key, hash, lineRelease(clause, release)),
          );
          return itemOf(live, clause, release, line, now) ?? [];
        });
      }),
    );
    items.sort(
      (a, b) => byLeft(a.left, b.left) || RANK[a.severity] - RANK[b.severity] || a.clause.localeCompare(b.clause),
    );
    const counts: Record<Lane, number> = { missing: 0, stale: 0, day: 0, week: 0, fresh: 0 };
    for (const { lane } of items) counts[lane]++;
    return { items, counts };
  });
}

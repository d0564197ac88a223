/** The freshness board's items: each clause in force with evidence, for each release that may ask, and its place by time left. */
import type { FreshnessState } from "./evidence.ts";
import type { ConsequenceKind, Mode, Severity } from "./pact.ts";

/** `day`: stale within 24 h; `week`: within 7 d. */
export const LANES = ["missing", "stale", "day", "week", "fresh"] as const;
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
  consequence: {
    trigger: "missing" | "stale";
    acts: boolean;
    does: ConsequenceKind;
    actions: readonly string[];
    /** Until when an override sets it aside, where one does for all that the clause can concern. */
    waivedUntil: string | null;
  };
  /** Decisions a day under the pact on those actions, over the last 7 days; null for a candidate, which is not counted apart. */
  perDay: number | null;
  /** The question for new evidence that waits for an answer; `by` null: asked by itself, at four fifths or on a drift. */
  asked: { at: string; by: string | null } | null;
}

/** All of it, sorted by time left, and how many are in each lane. */
export interface FreshnessLanes {
  items: FreshnessItem[];
  counts: Record<Lane, number>;
  /** Of all decisions a day those that what is missing or stale acts on, and all there are; null: not counted. */
  gated: { perDay: number; of: number } | null;
}

const DAY_MS = 24 * 3600_000;

/** @param left ms until it goes stale; null: no evidence */
export function laneOf(state: FreshnessState, left: number | null): Lane {
  if (state === "missing" || left === null) return "missing";
  if (state === "stale") return "stale";
  if (left <= DAY_MS) return "day";
  return left <= 7 * DAY_MS ? "week" : "fresh";
}

/** How many items are in each lane. */
export function countLanes(items: readonly Pick<FreshnessItem, "lane">[]): Record<Lane, number> {
  const counts: Record<Lane, number> = { missing: 0, stale: 0, day: 0, week: 0, fresh: 0 };
  for (const { lane } of items) counts[lane]++;
  return counts;
}

/** Whether its owner is to be asked: it acts already or has used four fifths of its window, and nobody asked yet. */
export const isDue = ({ state, asked }: Pick<FreshnessItem, "state" | "asked">): boolean =>
  state !== "fresh" && asked === null;

import { recentResources } from "@/lib/db/resources";
import type { Snapshot } from "@/lib/domain/compile";
import { decide } from "@/lib/domain/decide";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";
import { covers } from "@/lib/domain/program";
import type { Actor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { permit } from "../verb";

export interface Search {
  /** The last one of the page before; null: from the first. */
  after: string | null;
  limit: number;
  permits(answer: Answer): boolean;
}

export interface Found {
  /** In the order of their keys. */
  items: { key: string; properties?: Record<string, unknown> }[];
  more: boolean;
}

interface Candidate {
  key: string;
  /** Asked one after the other until one is permitted. */
  ways: { request: DecisionRequest; properties?: Record<string, unknown> }[];
}

/** Decides without recording, on one snapshot and at one instant, until the page is full. */
function sift(snapshot: Snapshot, candidates: Iterable<Candidate>, { after, limit, permits }: Search): Found {
  const now = runtime().clock.now();
  const items: Found["items"] = [];
  for (const { key, ways } of candidates) {
    if (after !== null && key <= after) continue;
    const way = ways.find(({ request }) => permits(decide(snapshot, request, now)));
    if (!way) continue;
    if (items.length === limit) return { items, more: true };
    items.push({ key, properties: way.properties });
  }
  return { items, more: false };
}

const each = (keys: Iterable<string>, ask: (key: string) => DecisionRequest): Candidate[] =>
  [...new Set(keys)].sort().map((key) => ({ key, ways: [{ request: ask(key) }] }));

/** Registered agents that would be permitted. @throws SuretyError forbidden */
export async function searchAgents(
  actor: Actor,
  ask: (agent: string) => DecisionRequest,
  search: Search,
): Promise<Found> {
  permit(actor, "snapshot.read");
  const snapshot = await runtime().snapshots.get(actor.organisationId);
  return sift(snapshot, each(snapshot.agents.keys(), ask), search);
}

/** Actions that an agent would be permitted: those its pacts name, and those known elsewhere that their patterns cover. */
export async function searchActions(
  actor: Actor,
  agent: string,
  ask: (action: string) => DecisionRequest,
  search: Search,
): Promise<Found> {
  permit(actor, "snapshot.read");
  const snapshot = await runtime().snapshots.get(actor.organisationId);
  return sift(snapshot, each(actionsOf(snapshot, agent), ask), search);
}

/** Patterns of actions in an agent's live pacts. */
function patternsOf(snapshot: Snapshot, agent: string): string[] {
  const pacts = snapshot.agents.get(agent)?.book.pacts ?? [];
  return pacts.flatMap(({ program }) => [
    ...program.document.scope.actions,
    ...program.clauses.flatMap(({ actions }) => actions),
  ]);
}

function actionsOf(snapshot: Snapshot, agent: string): string[] {
  const own = patternsOf(snapshot, agent);
  const names = (patterns: string[]) => patterns.filter((pattern) => !pattern.endsWith("*"));
  if (own.every((pattern) => !pattern.endsWith("*"))) return own;
  const elsewhere = [
    ...snapshot.workflows.flatMap(({ actions }) => actions.map(({ name }) => name)),
    ...[...snapshot.agents.keys()].flatMap((other) => names(patternsOf(snapshot, other))),
  ];
  return [...names(own), ...elsewhere.filter((name) => covers(own, name))];
}

/**
 * Resources that would be permitted, among those of this type that the newest decisions named: pacts define none. One that
 * was named with several sets of properties is found by the newest that is permitted.
 */
export async function searchResources(
  actor: Actor,
  type: string,
  ask: (id: string, properties?: Record<string, unknown>) => DecisionRequest,
  search: Search,
): Promise<Found> {
  permit(actor, "read");
  const { db, snapshots } = runtime();
  const { organisationId } = actor;
  const snapshot = await snapshots.get(organisationId);
  const named = await db.organisation(organisationId, (tx) => recentResources(tx, organisationId, type));
  const candidates = [...named.keys()].sort().map((key) => ({
    key,
    ways: (named.get(key) ?? []).map((properties) => ({ request: ask(key, properties), properties })),
  }));
  return sift(snapshot, candidates, search);
}

import type { Level } from "@/lib/domain/pact";
import type { Prisma } from "@/lib/generated/prisma/client";

/** Rows as the plain shapes that verbs, read models and the API speak of: instants are RFC 3339. */

export const iso = (at: Date): string => at.toISOString();
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Who did something, as stored beside it (lib/domain/roles.ts actorRecord). */
export interface ActorRecord {
  type: string;
  id: string;
  name: string;
}
export const actorOf = (stored: Prisma.JsonValue): ActorRecord => stored as unknown as ActorRecord;
export const actorOrNull = (stored: Prisma.JsonValue | null): ActorRecord | null =>
  stored === null ? null : actorOf(stored);

export interface WorkflowView {
  slug: string;
  name: string;
  consequential: boolean;
  risk: Level;
  actions: { name: string; risk: Level }[];
  createdAt: string;
  updatedAt: string;
}

/** A workflow row as the API gives it. */
export function workflowView(row: Prisma.WorkflowGetPayload<object>): WorkflowView {
  return {
    slug: row.slug,
    name: row.name,
    consequential: row.consequential,
    risk: row.risk as Level,
    actions: row.actions as unknown as WorkflowView["actions"],
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}

export interface AgentView {
  slug: string;
  name: string;
  owner: string;
  release: string;
  candidates: string[];
  createdAt: string;
  updatedAt: string;
}

/** An agent row as the API gives it. */
export function agentView(row: Prisma.AgentGetPayload<object>): AgentView {
  const { slug, name, owner, release, candidates } = row;
  return { slug, name, owner, release, candidates, createdAt: iso(row.createdAt), updatedAt: iso(row.updatedAt) };
}

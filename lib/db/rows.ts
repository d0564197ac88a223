import type { Level, Mode, PactDocument } from "@/lib/domain/pact";
import { type Permission, type Role, roleMay } from "@/lib/domain/roles";
import type { Prisma } from "@/lib/generated/prisma/client";

/** Rows as the plain shapes that verbs, read models and the API speak of: instants are RFC 3339. */

export const iso = (at: Date): string => at.toISOString();
/** Instants in `[from, to)`, ms; either may be absent. */
export const within = (from: number | undefined, to: number | undefined) => ({
  gte: from === undefined ? undefined : new Date(from),
  lt: to === undefined ? undefined : new Date(to),
});
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

/** Whether a member's approval counts: they are still here, and may still give it in the workflow (null: in every one). */
export function approvalCounts(
  member: { role: string; workflows: readonly string[]; removedAt: Date | null },
  workflow: string | null,
  permission: Permission,
): boolean {
  const there = member.workflows.length === 0 || (workflow !== null && member.workflows.includes(workflow));
  return member.removedAt === null && roleMay(member.role as Role, permission) && there;
}

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

export type PactState = "draft" | "in_review" | "live" | "superseded";

export interface PactVersionView {
  pact: string;
  version: number;
  state: PactState;
  hash: string;
  agent: string;
  workflow: string;
  mode: Mode;
  document: PactDocument;
  /** How often its content was saved. */
  edits: number;
  /** Who last changed the content: may not approve it. */
  editedBy: ActorRecord;
  createdAt: string;
  editedAt: string;
  submittedAt: string | null;
  liveAt: string | null;
  supersededAt: string | null;
  publishedBy: ActorRecord | null;
  /** Of this very hash; `counts` is false where the member has left or may no longer approve. */
  approvals: { member: { id: string; name: string }; at: string; counts: boolean; carried: string[] }[];
}

/** What a version is read with, so that `pactVersionView` finds its approvals. */
export const WITH_APPROVALS = {
  approvals: { include: { member: { select: { name: true, role: true, removedAt: true } } }, orderBy: { at: "asc" } },
} as const satisfies Prisma.PactVersionInclude;

export type PactVersionRow = Prisma.PactVersionGetPayload<{ include: typeof WITH_APPROVALS }>;

/** A pact version row as verbs and read models speak of it. */
export function pactVersionView(row: PactVersionRow): PactVersionView {
  const given = row.approvals.filter((approval) => approval.hash === row.hash);
  return {
    pact: row.pact,
    version: row.version,
    state: row.state as PactState,
    hash: row.hash,
    agent: row.agent,
    workflow: row.workflow,
    mode: row.mode as Mode,
    document: row.document as unknown as PactDocument,
    edits: row.edits,
    editedBy: actorOf(row.editedBy),
    createdAt: iso(row.createdAt),
    editedAt: iso(row.editedAt),
    submittedAt: isoOrNull(row.submittedAt),
    liveAt: isoOrNull(row.liveAt),
    supersededAt: isoOrNull(row.supersededAt),
    publishedBy: actorOrNull(row.publishedBy),
    approvals: given.map(({ memberId, member, at, carried }) => ({
      member: { id: memberId, name: member.name },
      at: iso(at),
      carried,
      counts: member.removedAt === null && roleMay(member.role as Role, "pact.approve") && memberId !== row.editedById,
    })),
  };
}

/** A plain value on its way into a JSON column. */
export const asJson = (value: unknown): Prisma.InputJsonObject => value as Prisma.InputJsonObject;

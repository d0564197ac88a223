import type { Role, Scope } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import type { OrganisationSettings } from "@/lib/domain/state";
import type { Prisma } from "@/lib/generated/prisma/client";

/** Members, invitations, keys, teams and the organisation as plain shapes: instants are RFC 3339, hashes stay here. */

const iso = (at: Date): string => at.toISOString();
const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

export interface OrganisationView {
  slug: string;
  name: string;
  settings: OrganisationSettings;
}

export function organisationView(row: Prisma.OrganisationGetPayload<object>): OrganisationView {
  return { slug: row.slug, name: row.name, settings: parseSettings(row.settings) };
}

export interface MemberView {
  id: string;
  email: string;
  name: string;
  role: Role;
  /** Slugs of the workflows that the role is narrowed to; empty: all. */
  workflows: string[];
  createdAt: string;
  lastSeenAt: string | null;
}

export function memberView(row: Prisma.MemberGetPayload<object>): MemberView {
  const { id, email, name, workflows } = row;
  const role = row.role as Role;
  return { id, email, name, role, workflows, createdAt: iso(row.createdAt), lastSeenAt: isoOrNull(row.lastSeenAt) };
}

export interface InvitationView {
  id: string;
  email: string;
  role: Role;
  workflows: string[];
  createdAt: string;
  expiresAt: string;
}

export function invitationView(row: Prisma.InvitationGetPayload<object>): InvitationView {
  const { id, email, workflows } = row;
  return { id, email, role: row.role as Role, workflows, createdAt: iso(row.createdAt), expiresAt: iso(row.expiresAt) };
}

export interface KeyView {
  id: string;
  kind: "service" | "personal";
  name: string;
  /** How the key begins; the rest is kept as a hash only. */
  prefix: string;
  scopes: Scope[];
  /** Whose it is; null for a service key. */
  member: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  rotatedFrom: string | null;
}

export function keyView(row: Prisma.ApiKeyGetPayload<object>): KeyView {
  return {
    id: row.id,
    kind: row.kind as KeyView["kind"],
    name: row.name,
    prefix: `sry_${row.prefix}`,
    scopes: row.scopes as Scope[],
    member: row.memberId,
    createdAt: iso(row.createdAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
    expiresAt: isoOrNull(row.expiresAt),
    revokedAt: isoOrNull(row.revokedAt),
    rotatedFrom: row.rotatedFrom,
  };
}

export interface TeamView {
  slug: string;
  name: string;
  /** E-mail addresses, in alphabetical order. */
  members: string[];
  deputy: string | null;
  escalation: string | null;
  createdAt: string;
}

/** What a team is read with, so that `teamView` finds its members. */
export const WITH_MEMBERS = {
  members: { include: { member: { select: { email: true, removedAt: true } } } },
} as const satisfies Prisma.TeamInclude;

export function teamView(row: Prisma.TeamGetPayload<{ include: typeof WITH_MEMBERS }>): TeamView {
  const { slug, name, deputy, escalation } = row;
  const members = row.members.filter((m) => m.member.removedAt === null).map((m) => m.member.email);
  return { slug, name, members: members.sort(), deputy, escalation, createdAt: iso(row.createdAt) };
}

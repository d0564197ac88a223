import { z } from "zod";
import { ROLES, SCOPES } from "@/lib/domain/roles";
import { settingsSchema } from "@/lib/domain/settings";

/** Answers about people, keys and the organisation. */

const time = z.string().describe("RFC 3339, UTC");
const role = z.enum(ROLES);
const workflows = z.array(z.string()).describe("Workflows that the role is narrowed to; empty: all.");

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const organisationJson = z.object({ slug: z.string(), name: z.string(), settings: settingsSchema });

export const memberJson = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  workflows,
  createdAt: time,
  lastSeenAt: time.nullable(),
});
export const listedMemberJson = memberJson.extend({ teams: z.array(z.string()) });

export const invitationJson = z.object({
  id: z.string(),
  email: z.string(),
  role,
  workflows,
  createdAt: time,
  expiresAt: time,
});
export const newInvitationJson = invitationJson.extend({ url: z.string().describe("The link; shown once.") });

const keyJson = z.object({
  id: z.string(),
  kind: z.enum(["service", "personal"]),
  name: z.string(),
  prefix: z.string().describe("How the key begins."),
  scopes: z.array(z.enum(SCOPES)),
  member: z.string().nullable(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  rotatedFrom: z.string().nullable(),
});
export const listedKeyJson = keyJson.extend({ memberName: z.string().nullable() });
export const newKeyJson = keyJson.extend({ key: z.string().describe("The key itself; shown once.") });

export const teamJson = z.object({
  slug: z.string(),
  name: z.string(),
  members: z.array(z.string()),
  deputy: z.string().nullable(),
  escalation: z.string().nullable(),
  createdAt: time,
});

import type { Role } from "@/lib/domain/roles";

/** What a role is for, in a few words; what exactly it may stands in the matrix (lib/domain/roles.ts). */
export const ROLE_WORDS: Record<Role, string> = {
  owner: "everything, with members and keys",
  author: "writes pacts and registers agents",
  approver: "approves pacts, grants and overrides",
  operator: "runs agents, settles reviews, suspends",
  auditor: "reads everything, changes nothing",
};

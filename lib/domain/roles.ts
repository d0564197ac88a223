/** Who may do what: the one matrix that services enforce and the console shows. */

export const ROLES = ["owner", "author", "approver", "operator", "auditor"] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = ["decide", "evidence", "read", "author", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

interface Rule {
  /** Roles of members that may. */
  roles: readonly Role[];
  /** A service key with one of these scopes may; empty: only a person may. */
  scopes: readonly Scope[];
  /** What it allows, in the words of the console. */
  title: string;
}

const everyone = ROLES;
const working: readonly Role[] = ["owner", "author", "approver", "operator"];

export const PERMISSIONS = {
  read: { roles: everyone, scopes: ["read", "author", "admin"], title: "See pacts, decisions, evidence and history" },
  "snapshot.read": {
    roles: everyone,
    scopes: ["decide", "read", "author", "admin"],
    title: "Follow what decisions are made from, to decide locally",
  },
  "decision.ask": { roles: working, scopes: ["decide"], title: "Ask for decisions and report outcomes" },
  "decision.follow": {
    roles: everyone,
    scopes: ["decide", "read", "author", "admin"],
    title: "Read a decision by its id, and wait for its review",
  },
  "evidence.record": { roles: working, scopes: ["evidence"], title: "Submit evidence" },
  "heartbeat.send": { roles: working, scopes: ["decide", "evidence"], title: "Say that an agent or a gateway runs" },
  "evidence.request": { roles: working, scopes: ["evidence", "admin"], title: "Ask owners for new evidence" },
  "issuer.write": { roles: ["owner"], scopes: ["admin"], title: "Register issuers of signed evidence" },
  "incident.open": { roles: working, scopes: ["evidence", "admin"], title: "Open an incident" },
  "incident.resolve": { roles: ["owner", "approver", "operator"], scopes: [], title: "Resolve an incident" },
  "remediation.set": { roles: working, scopes: [], title: "Say what became of an exposed decision" },
  "drift.judge": { roles: working, scopes: [], title: "Verify or clear a drift" },
  "restoration.sign": { roles: working, scopes: [], title: "Sign off a restoration" },
  "response.give": { roles: working, scopes: [], title: "Answer for a clause of one's team that acts" },
  "team.write": { roles: ["owner"], scopes: ["admin"], title: "Change teams" },
  "agent.write": {
    roles: ["owner", "author", "operator"],
    scopes: ["author", "admin"],
    title: "Register agents and releases",
  },
  "workflow.write": { roles: ["owner", "author"], scopes: ["author", "admin"], title: "Change workflows" },
  "pact.write": { roles: ["owner", "author"], scopes: ["author", "admin"], title: "Write and submit pacts" },
  "pact.comment": { roles: working, scopes: [], title: "Comment on drafts" },
  "pact.approve": { roles: ["owner", "approver"], scopes: [], title: "Approve pacts" },
  "pact.publish": {
    roles: ["owner", "author", "approver"],
    scopes: ["author", "admin"],
    title: "Publish approved pacts",
  },
  "clause.recertify": { roles: working, scopes: [], title: "Say of one's team's clauses that they are still right" },
  "grant.lower": { roles: working, scopes: ["admin"], title: "Lower or suspend an agent's authority" },
  "grant.request": { roles: working, scopes: ["admin"], title: "Ask for more authority" },
  "grant.approve": { roles: ["owner", "approver"], scopes: [], title: "Grant more authority" },
  "override.request": { roles: working, scopes: ["author", "admin"], title: "Ask for an override" },
  "override.approve": { roles: ["owner", "approver"], scopes: [], title: "Approve or deny overrides" },
  "override.break": {
    roles: ["owner", "approver", "operator"],
    scopes: [],
    title: "Break the glass: override first, be ratified afterwards",
  },
  "override.revoke": { roles: ["owner", "approver", "operator"], scopes: ["admin"], title: "Revoke overrides" },
  "review.settle": { roles: ["owner", "approver", "operator"], scopes: [], title: "Approve or deny held decisions" },
  "metric.write": {
    roles: ["owner", "approver"],
    scopes: ["admin"],
    title: "Define metrics and what their breach does",
  },
  "metric.lift": { roles: ["owner", "approver"], scopes: [], title: "Lift what a breached metric did" },
  "metric.review": { roles: working, scopes: [], title: "Say that a metric was reviewed" },
  "drill.run": {
    roles: ["owner", "author", "approver", "operator"],
    scopes: ["admin"],
    title: "Run drills on twins of agents, and say how often they run",
  },
  "finding.settle": {
    roles: working,
    scopes: [],
    title: "Assign findings of ungoverned calls, and say what became of them",
  },
  "report.share": {
    roles: ["owner", "author", "approver"],
    scopes: ["admin"],
    title: "Share and revoke trust reports",
  },
  "report.answer": { roles: working, scopes: [], title: "Answer what readers of trust reports ask" },
  "organisation.write": { roles: ["owner"], scopes: ["admin"], title: "Change the organisation's settings" },
  "webhook.write": { roles: ["owner"], scopes: ["admin"], title: "See and change webhooks" },
  "member.write": { roles: ["owner"], scopes: [], title: "Invite, change and remove members" },
  "key.write": { roles: ["owner"], scopes: [], title: "Make and revoke service keys" },
  "self.write": { roles: everyone, scopes: [], title: "Change one's own password and end one's own sessions" },
  "key.own": { roles: everyone, scopes: [], title: "Make and revoke one's own keys" },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether a member of this role may. */
export function roleMay(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission].roles as readonly Role[]).includes(role);
}

/** Whether a service key with these scopes may. */
function scopesMay(scopes: readonly Scope[], permission: Permission): boolean {
  return (PERMISSIONS[permission].scopes as readonly Scope[]).some((scope) => scopes.includes(scope));
}

/** Who acts: a member (in the console or by a personal key), a service key, or Surety itself. */
export type Actor =
  | {
      type: "member";
      organisationId: string;
      id: string;
      name: string;
      email: string;
      role: Role;
      /** Slugs the role is narrowed to; empty: all. */
      workflows: readonly string[];
      via: "console" | "key";
    }
  | { type: "service"; organisationId: string; id: string; name: string; scopes: readonly Scope[] }
  | { type: "system"; organisationId: string; id: string; name: string }
  /** A drill, by its id: what it does, it does to its own twins. */
  | { type: "drill"; organisationId: string; id: string; name: string };

const DRILLED: readonly Permission[] = ["evidence.record", "incident.open", "drift.judge", "drill.run"];

/** Whether this actor may, in this workflow where one is named. */
export function may(actor: Actor, permission: Permission, workflow?: string | null): boolean {
  if (actor.type === "system") return true;
  if (actor.type === "drill") return DRILLED.includes(permission);
  if (actor.type === "service") return scopesMay(actor.scopes, permission);
  if (!roleMay(actor.role, permission)) return false;
  return workflow == null || actor.workflows.length === 0 || actor.workflows.includes(workflow);
}

/** How an actor stands in records: no e-mail, no secrets. */
export function actorRecord(actor: Actor): { type: string; id: string; name: string } {
  return { type: actor.type, id: actor.id, name: actor.name };
}

/** Who did something, at the head of a sentence: a service key is called one, whatever it is named. */
export const sayActor = ({ type, name }: Pick<ReturnType<typeof actorRecord>, "type" | "name">): string =>
  type === "service" ? `The key “${name}”` : name;

/** Surety itself, in one organisation: what the clock brings about is done by it. */
export function systemActor(organisationId: string): Actor {
  return { type: "system", organisationId, id: "surety", name: "Surety" };
}

/** A drill, in one organisation: no person is behind what it puts into its twins. */
export function drillActor(organisationId: string, id: string): Actor {
  return { type: "drill", organisationId, id, name: "Drill" };
}

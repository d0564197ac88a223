import { type Audience, sortOf } from "@/lib/domain/event-kinds";
import { type Permission, type Role, roleMay } from "@/lib/domain/roles";
import type { Tx } from "./client";
import type { OutboxEvent } from "./outbox";
import { ownersOf, teamOfDecision } from "./review-team";

/** Who is told of an event: members by id, and addresses outside that a team escalates to. */

interface Person {
  id: string;
  email: string;
  role: Role;
  workflows: string[];
}

interface Crew {
  slug: string;
  deputy: string | null;
  escalation: string | null;
  members: string[];
}

/** Everybody who could be told, read once for many events. */
export interface Directory {
  people: Map<string, Person>;
  teams: Map<string, Crew>;
}

export async function directoryOf(tx: Tx, organisationId: string): Promise<Directory> {
  const people = await tx.member.findMany({
    where: { organisationId, removedAt: null },
    select: { id: true, email: true, role: true, workflows: true },
  });
  const teams = await tx.team.findMany({
    where: { organisationId },
    select: { slug: true, deputy: true, escalation: true, members: { select: { memberId: true } } },
  });
  return {
    people: new Map(people.map((one) => [one.id, { ...one, role: one.role as Role }])),
    teams: new Map(teams.map((one) => [one.slug, { ...one, members: one.members.map(({ memberId }) => memberId) }])),
  };
}

type Payload = Record<string, unknown>;
const word = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** @returns ids of members and, with an @, addresses of nobody's; owners of the organisation where nobody else is concerned */
export async function audienceOf(
  tx: Tx,
  organisationId: string,
  event: OutboxEvent,
  directory: Directory,
): Promise<string[]> {
  const payload = (event.payload ?? {}) as Payload;
  const found = new Set<string>();
  for (const audience of sortOf(event.kind)?.to ?? [])
    for (const one of await resolve(tx, organisationId, { ...event, payload }, audience, directory)) found.add(one);
  if (found.size > 0) return [...found];
  return [...directory.people.values()].filter(({ role }) => role === "owner").map(({ id }) => id);
}

type Event = Omit<OutboxEvent, "payload"> & { payload: Payload };

async function resolve(
  tx: Tx,
  organisationId: string,
  event: Event,
  audience: Audience,
  directory: Directory,
): Promise<string[]> {
  const { payload, subject } = event;
  const [pact, agent] = [word(payload.pact), word(payload.agent)];
  const crew = (slugs: readonly string[]) => slugs.flatMap((slug) => crewOf(directory, slug, "team"));
  if (audience === "owner") return crew(await owners(tx, organisationId, event));
  if (audience === "pact") return pact ? crew(await ownersOf(tx, organisationId, { pact })) : [];
  if (audience === "agent") return agent ? crew(await ownersOf(tx, organisationId, { agent })) : [];
  if (audience === "turn") return turn(tx, organisationId, event, directory);
  if (audience === "writer") return present(directory, [await writer(tx, organisationId, payload)]);
  const asker = await askerOf(tx, organisationId, subject, payload);
  if (audience === "asker") return present(directory, [asker]);
  const workflow = word(payload.workflow) ?? (await workflowOf(tx, organisationId, pact));
  return whoMay(directory, audience.may, workflow).filter((id) => id !== asker);
}

const present = ({ people }: Directory, ids: readonly (string | null)[]): string[] =>
  ids.filter((id): id is string => id !== null && people.has(id));

function whoMay({ people }: Directory, permission: Permission, workflow: string | null): string[] {
  const covers = (narrowed: string[]) => workflow === null || narrowed.length === 0 || narrowed.includes(workflow);
  return [...people.values()]
    .filter(({ role, workflows }) => roleMay(role, permission) && covers(workflows))
    .map(({ id }) => id);
}

/** Those whose turn it is; where there is nobody, those of the next turn. */
function crewOf(directory: Directory, slug: string, from: "team" | "deputy" | "escalation"): string[] {
  const team = directory.teams.get(slug);
  if (!team) return [];
  const members = present(directory, team.members);
  if (from === "team" && members.length > 0) return members;
  const deputy = from === "escalation" ? [] : reached(directory, team.deputy);
  return deputy.length > 0 ? deputy : reached(directory, team.escalation);
}

/** A member's address is the member, another address is itself; a rota's name reaches nobody by mail. */
function reached({ people }: Directory, named: string | null): string[] {
  const address = named?.trim().toLowerCase();
  if (!address || !/^[^\s@<>]+@[^\s@<>]+$/.test(address)) return [];
  const member = [...people.values()].find(({ email }) => email === address);
  return [member?.id ?? address];
}

async function owners(tx: Tx, organisationId: string, { subject, payload }: Event): Promise<string[]> {
  const { team, owner, concerned, pact, clause } = payload;
  if (Array.isArray(concerned)) return concerned.flatMap((one: { team?: unknown }) => word(one.team) ?? []);
  const named = word(team) ?? word(owner);
  if (named) return [named];
  if (subject.startsWith("metric/")) {
    const where = { organisationId_slug: { organisationId, slug: subject.slice("metric/".length) } };
    const metric = await tx.metric.findUnique({ where, select: { owner: true } });
    return metric ? [metric.owner] : [];
  }
  return word(pact) ? ownersOf(tx, organisationId, { pact: word(pact), clause: word(clause) ?? null }) : [];
}

async function turn(tx: Tx, organisationId: string, { payload }: Event, directory: Directory): Promise<string[]> {
  const decision = word(payload.decision);
  const slug = word(payload.team) ?? (decision ? await teamOfDecision(tx, organisationId, decision) : null);
  const step = payload.turn === "deputy" || payload.turn === "escalation" ? payload.turn : "team";
  const crew = slug ? crewOf(directory, slug, step) : [];
  return crew.length > 0 ? crew : whoMay(directory, "review.settle", word(payload.workflow) ?? null);
}

async function writer(tx: Tx, organisationId: string, { pact, version }: Payload): Promise<string | null> {
  if (!word(pact) || typeof version !== "number") return null;
  const where = { organisationId_pact_version: { organisationId, pact: String(pact), version } };
  return (await tx.pactVersion.findUnique({ where, select: { editedById: true } }))?.editedById ?? null;
}

/** Who asked for what is asked or answered. */
async function askerOf(tx: Tx, organisationId: string, subject: string, payload: Payload): Promise<string | null> {
  if (subject.startsWith("pact/")) return writer(tx, organisationId, payload);
  const of = (id: string) => ({
    where: { organisationId_id: { organisationId, id } },
    select: { requestedById: true },
  });
  const asked = subject.startsWith("override/")
    ? await tx.override.findUnique(of(subject.slice("override/".length)))
    : word(payload.grant)
      ? await tx.grant.findUnique(of(String(payload.grant)))
      : null;
  return asked?.requestedById ?? null;
}

async function workflowOf(tx: Tx, organisationId: string, pact: string | undefined): Promise<string | null> {
  if (!pact) return null;
  const newest = { orderBy: { version: "desc" as const }, select: { workflow: true } };
  return (await tx.pactVersion.findFirst({ where: { organisationId, pact }, ...newest }))?.workflow ?? null;
}

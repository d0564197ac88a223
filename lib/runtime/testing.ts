import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { PASSWORD_COST } from "@/lib/db/secrets";
import { testDatabase } from "@/lib/db/testing";
import { emptyFrontier, frontierRoot } from "@/lib/domain/merkle";
import type { Actor, Role } from "@/lib/domain/roles";
import { ROLES, SCOPES } from "@/lib/domain/roles";
import type { Runtime } from "./runtime";
import { createRuntime } from "./start";

/** An organisation for a suite: an actor of each role (two approvers), and a service key's actor with every scope. */
export type TestOrganisation = { id: string; slug: string; service: Actor; approver2: Actor } & Record<Role, Actor>;

export interface TestRuntime {
  runtime: Runtime;
  clock: { now(): number; set(ms: number): void; advance(ms: number): void };
  organisation(slug?: string): Promise<TestOrganisation>;
  /** Its SURETY_HOME. */
  home: string;
  stop(): Promise<void>;
}

/** A runtime on a database of its own, with a clock that stands still until it is moved. Nothing runs in the background. */
export async function testRuntime(start = Date.parse("2026-11-22T12:00:00.000Z")): Promise<TestRuntime> {
  let now = start;
  const clock = {
    now: () => now,
    set: (ms: number) => {
      now = ms;
    },
    advance: (ms: number) => {
      now += ms;
    },
  };
  PASSWORD_COST.N = 16;
  const home = mkdtempSync(join(tmpdir(), "surety-suite-"));
  const runtime = createRuntime({
    home,
    databaseUrl: await testDatabase(),
    url: "http://localhost",
    clock,
    log: pino({ level: "silent" }),
  });
  return {
    runtime,
    clock,
    organisation: (slug = "acme") => makeOrganisation(runtime, slug),
    home,
    stop: async () => {
      await runtime.db.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function makeOrganisation({ db, ids, clock }: Runtime, slug: string): Promise<TestOrganisation> {
  const id = ids.next("org");
  const createdAt = new Date(clock.now());
  const people = [...ROLES.map((role) => [role, role] as const), ["approver2", "approver"] as const];
  const members = people.map(([name, role]) => ({ id: ids.next("mem"), name, role, email: `${name}@${slug}.example` }));
  await db.system(async (tx) => {
    await tx.organisation.create({ data: { id, slug, name: slug, logId: ids.next("log"), createdAt } });
    await tx.organisationRevision.create({ data: { organisationId: id } });
    await tx.organisationFence.create({ data: { organisationId: id } });
    const root = Buffer.from(frontierRoot(emptyFrontier())).toString("hex");
    await tx.ledgerHead.create({ data: { organisationId: id, root, updatedAt: createdAt } });
    await tx.member.createMany({ data: members.map((m) => ({ ...m, organisationId: id, createdAt })) });
  });
  const actors = members.map((m): [string, Actor] => [
    m.name,
    { ...m, type: "member", organisationId: id, workflows: [], via: "key" },
  ]);
  const service: Actor = { type: "service", organisationId: id, id: ids.next("key"), name: "suite", scopes: SCOPES };
  return { id, slug, service, ...(Object.fromEntries(actors) as Record<Role, Actor> & { approver2: Actor }) };
}

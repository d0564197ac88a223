import { z } from "zod";
import type { Entry } from "@/lib/db/change";
import { type Ageing, ageing } from "@/lib/db/freshness-due";
import { systemActor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { eachAlone } from "../each-alone";
import { type VerbContext, verb } from "../verb";

/**
 * Writes down, once for each record, that it enters the last fifth of its window or has outlived it, and tells the owner; asks
 * for new evidence where the clause names a webhook, and tells the owner where nobody answered. No answer depends on it:
 * decisions compare with the clock themselves.
 */
export const sweepFreshness = verb({
  name: "freshness.sweep",
  permission: "evidence.record",
  input: z.strictObject({}),
  async work(context) {
    const all = await ageing(context.tx, context.organisationId, context.now);
    const told = [...(await tellAgeing(context, all)), ...(await tellUnanswered(context, all))];
    const asked = await ask(context, all);
    const [first, ...others] = told;
    if (!first) return { unchanged: true, result: { told: 0, asked } };
    return { result: { told: told.length, asked }, entries: [first, ...others], effect: "none", outbox: told };
  },
});

const subjectOf = ({ pact, clause }: Ageing) => `clause/${pact}/${clause.key}`;
const about = ({ agent, pact, clause, release }: Ageing) => ({
  agent,
  pact,
  clause: clause.key,
  release,
  team: clause.owner,
});
const iso = (at: number) => new Date(at).toISOString();

/** The key decides: what was told already comes back no more, also from two sweeps at once. */
async function tellAgeing({ tx, now, organisationId }: VerbContext, all: readonly Ageing[]): Promise<Entry[]> {
  const due = all.filter(({ state }) => state === "expiring" || state === "stale");
  const made = await tx.freshnessNotice.createManyAndReturn({
    data: due.map(({ agent, pact, clause, release, observedAt, state }) => ({
      ...{ organisationId, agent, pact, clause: clause.key, release, state },
      observedAt: new Date(observedAt),
      at: new Date(now),
    })),
    skipDuplicates: true,
  });
  return made.flatMap((row) => {
    const one = due.find((other) => isOf(other, row));
    if (!one) return [];
    const payload = { ...about(one), observedAt: iso(one.observedAt), staleAt: iso(one.staleAt) };
    return [{ kind: row.state === "stale" ? "clause.stale" : "clause.expiring", subject: subjectOf(one), payload }];
  });
}

const isOf = (one: Ageing, row: { agent: string; pact: string; clause: string; release: string }) =>
  one.agent === row.agent && one.pact === row.pact && one.clause.key === row.clause && one.release === row.release;

/** Puts the question down, once for each record that ages and each suspicion; it is sent when this is committed. */
async function ask({ tx, now, id, organisationId }: VerbContext, all: readonly Ageing[]): Promise<number> {
  const rows = all.flatMap((one) => {
    const { agent, pact, clause, release, observedAt, staleAt, windowMs, suspectedAt, state } = one;
    const url = clause.evidence?.reverify;
    if (url === undefined) return [];
    const of = { organisationId, agent, pact, clause: clause.key, release, url };
    const asked = { askedAt: new Date(now), nextAt: new Date(now) };
    const patience = Math.ceil(windowMs / 5);
    const reasons: { reason: string; since: number; dueAt: number }[] = [];
    if (state === "expiring" || state === "stale")
      reasons.push({ reason: "expiring", since: observedAt, dueAt: Math.max(staleAt, now + Math.min(patience, HOUR)) });
    if (suspectedAt !== null) reasons.push({ reason: "drift", since: suspectedAt, dueAt: now + patience });
    return reasons.map(({ reason, since, dueAt }) => ({
      ...of,
      ...asked,
      ...{ id: id("rvf"), reason, since: new Date(since), dueAt: new Date(dueAt) },
    }));
  });
  if (rows.length === 0) return 0;
  return (await tx.reverification.createMany({ data: rows, skipDuplicates: true })).count;
}
const HOUR = 3_600_000;

/** Questions that new evidence answered, and those that nobody did in time. */
async function tellUnanswered({ tx, now, organisationId }: VerbContext, all: readonly Ageing[]): Promise<Entry[]> {
  const open = await tx.reverification.findMany({ where: { organisationId, answeredAt: null, unansweredAt: null } });
  const told: Entry[] = [];
  for (const row of open) {
    const { agent, pact, clause, release, askedAt, dueAt, reason, delivered, problem } = {
      ...row,
      delivered: row.deliveredAt !== null,
    };
    const where = { organisationId, agent, pact, clause, line: release, recordedAt: { gte: askedAt } };
    const answer = await tx.evidence.findFirst({ where, orderBy: { seq: "asc" }, select: { recordedAt: true } });
    if (!answer && dueAt.getTime() > now) continue;
    const end = answer ? { answeredAt: answer.recordedAt } : { unansweredAt: new Date(now) };
    const done = await tx.reverification.updateMany({
      where: { organisationId, id: row.id, answeredAt: null, unansweredAt: null },
      data: end,
    });
    if (answer || done.count === 0) continue;
    const team = all.find((one) => isOf(one, row))?.clause.owner ?? null;
    const payload = { agent, pact, clause, release, team, reason, asked: row.id, delivered, problem };
    told.push({ kind: "evidence.unanswered", subject: `clause/${pact}/${clause}`, payload });
  }
  return told;
}

/** The sweep over every organisation, each in a unit of its own: one that fails holds up no other. */
export async function sweepEverywhere(): Promise<void> {
  const rows = await runtime().db.system((tx) => tx.organisation.findMany({ select: { id: true } }));
  const work = ({ id }: { id: string }) => sweepFreshness(systemActor(id), {});
  await eachAlone(rows, work, "freshness of some organisations waits for the next sweep");
}

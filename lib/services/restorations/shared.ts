import { z } from "zod";
import { personBehind } from "@/lib/db/behind";
import type { Tx } from "@/lib/db/client";
import { guarded } from "@/lib/db/guards";
import { type HeldLatch, openLatches, readLines } from "@/lib/db/lines";
import { actorOf } from "@/lib/db/rows";
import { evidenceHash } from "@/lib/domain/canonical";
import { conflict, forbidden, invalid } from "@/lib/domain/errors";
import { lineRelease } from "@/lib/domain/evidence";
import { reason, release, slug } from "@/lib/domain/fields";
import { mergeLatchScope } from "@/lib/domain/latch";
import { newLine } from "@/lib/domain/line";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { ClauseLine } from "@/lib/domain/state";
import type { VerbContext } from "../verb";

export const signRestorationInput = z.strictObject({
  agent: slug,
  pact: slug,
  clause: slug,
  trigger: z.enum(["failures", "drift"], { error: "must be failures or drift: nothing else stays latched" }),
  reason,
  /** Default: the agent's current release. */
  release: release.optional(),
});
export type Input = z.output<typeof signRestorationInput>;

export interface RestorationView {
  agent: string;
  pact: string;
  clause: string;
  trigger: "failures" | "drift";
  release: string;
  /** `signed`: another person's word is still needed. */
  state: "signed" | "restored";
  signoffs: { member: { id: string; name: string }; team: string; inside: boolean; at: string }[];
  /** What is still needed, in words; empty once it is restored. */
  needs: string[];
  latches: string[];
}

/** What is latched, on the line whose evidence may lift it. */
export interface Latched {
  document: PactDocument;
  clause: Clause;
  line: ClauseLine;
  latches: HeldLatch[];
}

/** What is latched, and the line whose evidence may lift it. @throws SuretyError invalid, conflict where nothing is latched */
export async function findLatched(tx: Tx, organisationId: string, input: Input): Promise<Latched> {
  const agent = await tx.agent.findUnique({
    where: { organisationId_slug: { organisationId, slug: input.agent } },
    select: { release: true },
  });
  if (!agent) throw invalid([{ path: "agent", message: "must be a registered agent" }]);
  const live = await tx.pactVersion.findFirst({
    where: { organisationId, pact: input.pact, state: "live" },
    select: { document: true },
  });
  const document = live?.document as unknown as PactDocument | undefined;
  if (!document) throw invalid([{ path: "pact", message: "must be a pact with a live version" }]);
  const clause = document.clauses.find(({ key }) => key === input.clause);
  if (!clause?.evidence)
    throw invalid([{ path: "clause", message: "must be a clause of the live version, with an evidence part" }]);
  const asked = input.release ?? agent.release;
  const scope = { perRelease: clause.evidence.perRelease, release: asked, current: agent.release };
  const open = (await openLatches(tx, organisationId, [input])).filter(({ trigger }) => trigger === input.trigger);
  const latches = mergeLatchScope(open, scope);
  if (latches.length === 0) throw conflict(`No ${input.trigger} of ${clause.key} is latched for release ${asked}.`);
  const key = {
    agent: input.agent,
    pact: input.pact,
    clause: clause.key,
    evidenceHash: evidenceHash(document, clause),
    release: lineRelease(clause, asked),
  };
  const lines = await readLines(tx, organisationId, [key]);
  const line =
    lines.find((one) => one.evidenceHash === key.evidenceHash && one.release === key.release) ?? newLine(key);
  return { document, clause, line, latches };
}

/** Whether this member signs as one of the owning team. @throws SuretyError forbidden where their word does not count here */
export async function standsInside(
  tx: Tx,
  {
    organisationId,
    clause,
    actor,
    line,
    latches,
  }: { organisationId: string; clause: Clause; actor: Actor; line: ClauseLine; latches: HeldLatch[] },
): Promise<boolean> {
  const inside = (await tx.teamMember.count({ where: { organisationId, team: clause.owner, memberId: actor.id } })) > 0;
  if (inside) return true;
  if (clause.severity !== "critical")
    throw forbidden(`A member of ${clause.owner}, which owns this clause, has to sign off.`);
  const { agent, pact } = line;
  const since = new Date(Math.min(...latches.map((latch) => latch.since)));
  const submitted = await tx.evidence.findMany({
    where: { organisationId, agent, pact, clause: clause.key, recordedAt: { gte: since } },
    select: { recordedBy: true },
    distinct: ["recordedBy"],
  });
  const people = submitted.map(({ recordedBy }) => personBehind(tx, organisationId, actorOf(recordedBy)));
  if ((await Promise.all(people)).includes(actor.id)) {
    throw forbidden(
      "Whoever submitted the evidence, or made the key that it came with, never signs it off from outside the owning team.",
    );
  }
  return false;
}

/** Keeps the actor's word on each latch. @throws SuretyError conflict where it was given already */
export async function addSignoffs(
  { tx, organisationId, actor, now }: VerbContext,
  { clause, latches }: Latched,
  { inside, reason: why }: { inside: boolean; reason: string },
): Promise<void> {
  const data = latches.map(({ id }) => ({
    organisationId,
    latchId: id,
    memberId: actor.id,
    team: clause.owner,
    inside,
    reason: why,
    at: new Date(now),
  }));
  // A latch of a further stage may have come since this member signed for the others.
  const { count } = await guarded(
    {
      SY012: () => conflict("This was restored at this very moment."),
      SY013: () => conflict("The owning team, or the evidence, was changed at this very moment. Sign again."),
    },
    () => tx.restorationSignoff.createMany({ data, skipDuplicates: true }),
  );
  if (count === 0) throw conflict("You have signed this off already; it waits for another person.");
}

/** Who has signed for every one of these latches. */
export async function readSignoffs(
  tx: Tx,
  organisationId: string,
  latches: readonly HeldLatch[],
): Promise<RestorationView["signoffs"]> {
  const rows = await tx.restorationSignoff.findMany({
    where: { organisationId, latchId: { in: latches.map(({ id }) => id) }, member: { removedAt: null } },
    include: { member: { select: { name: true } } },
    orderBy: { at: "asc" },
  });
  const all = new Map<string, typeof rows>();
  for (const row of rows) all.set(row.memberId, [...(all.get(row.memberId) ?? []), row]);
  return [...all.values()].flatMap((own) => {
    const last = own.at(-1);
    if (!last || own.length < latches.length) return [];
    return [
      {
        member: { id: last.memberId, name: last.member.name },
        team: last.team,
        inside: last.inside,
        at: last.at.toISOString(),
      },
    ];
  });
}

/** Whose words are missing. */
export function stillNeeded(clause: Clause, signoffs: RestorationView["signoffs"]): string[] {
  const needs: string[] = [];
  if (!signoffs.some(({ inside }) => inside)) needs.push(`the word of a member of ${clause.owner}`);
  if (clause.severity === "critical" && !signoffs.some(({ inside }) => !inside)) {
    needs.push(`the word of somebody outside ${clause.owner} who did not submit the evidence`);
  }
  return needs;
}

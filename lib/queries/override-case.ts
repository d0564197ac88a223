import { personBehind } from "@/lib/db/behind";
import type { Tx } from "@/lib/db/client";
import { listDecisions } from "@/lib/db/decisions";
import { type OverrideView, overrideView, WITH_OVERRIDE_APPROVALS } from "@/lib/db/override-rows";
import { type BudgetSpent, budgetSpent } from "@/lib/domain/budget";
import { type ChangeEffect, overrideEffect } from "@/lib/domain/change-effect";
import { notFound } from "@/lib/domain/errors";
import { CONSEQUENCES, type Consequence, type PactDocument, type Severity, type Trigger } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { type StandingTrigger, standing } from "@/lib/domain/standing";
import { type Present, readNow } from "./read";

/** What is to be weighed when an override is answered. */
export interface OverrideCase {
  override: OverrideView;
  /** Members who never approve it: whoever asked, also by a key of their making, and whoever widened it last. */
  barred: { asked: string; widened: string | null };
  pactTitle: string;
  workflow: string | null;
  /** null: it is about the pact's scope, or the clause is gone. */
  clause: { key: string; title: string; severity: Severity; obligation: string } | null;
  /** What each named trigger does without it, and the sentence of what acts now. */
  takesAway: { trigger: Trigger; does: StandingTrigger["consequence"] | null; says: string | null }[];
  /** The agent's latest requests under the pact decided again, without it and with it; null: it is over. */
  effect: ChangeEffect | null;
  /** Of the clause, where its pact sets one. */
  budget: BudgetSpent | null;
  /** Of who asked, over the last 90 d, this one left out. */
  history: { asked: number; approved: number; denied: number };
  /** Of the same clause, the last 90 d, newest first. */
  similar: OverrideView[];
}

/** The latest requests that it is held against. */
const REPLAYED = 100;
const SPAN_MS = 90 * 24 * 3600_000;

/** One override with the case beside it. @throws SuretyError not_found */
export async function overrideCase(actor: Actor, id: string): Promise<OverrideCase> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, present) => {
    const { snapshot, now } = present;
    const row = await tx.override.findUnique({
      where: { organisationId_id: { organisationId, id } },
      include: WITH_OVERRIDE_APPROVALS,
    });
    if (!row) throw notFound();
    const version = await tx.pactVersion.findFirst({
      where: { organisationId, pact: row.pact, state: { in: ["live", "superseded"] } },
      orderBy: { version: "desc" },
      select: { document: true },
    });
    const document = version ? (version.document as unknown as PactDocument) : null;
    const since = new Date(now - SPAN_MS);
    const others = await tx.override.findMany({
      where: { organisationId, pact: row.pact, id: { not: id }, createdAt: { gte: since } },
      include: WITH_OVERRIDE_APPROVALS,
      orderBy: { id: "desc" },
      take: 500,
    });
    const asked = await tx.override.groupBy({
      by: ["state"],
      where: { organisationId, requestedById: row.requestedById, id: { not: id }, createdAt: { gte: since } },
      _count: { _all: true },
    });
    const count = (...states: string[]) =>
      asked.reduce(
        (sum, { state, _count }) => sum + (states.length === 0 || states.includes(state) ? _count._all : 0),
        0,
      );
    const override = overrideView(row, now);
    const report = standing(snapshot, row.agent, now)?.pacts.find(({ pact }) => pact === row.pact);
    return {
      override,
      barred: {
        asked: await personBehind(tx, organisationId, override.requestedBy),
        widened: row.widenedById,
      },
      pactTitle: document?.title ?? row.pact,
      workflow: document?.workflow ?? null,
      clause: clauseOf(document, row.clause),
      takesAway: override.triggers.map((trigger) => {
        const now = strongest(report?.clauses.find(({ key }) => key === row.clause)?.triggers ?? [], trigger);
        return { trigger, does: now?.consequence ?? doesOf(document, row.clause, trigger), says: now?.says ?? null };
      }),
      effect: HOLDABLE.has(override.state) ? await effectIn(tx, organisationId, override, present) : null,
      budget:
        row.clause === null
          ? null
          : budgetSpent(document, row.clause, snapshot.agents.get(row.agent)?.spendings ?? [], now),
      history: { asked: count(), approved: count("approved", "revoked"), denied: count("denied") },
      similar: others.filter(({ clause }) => clause === row.clause).map((one) => overrideView(one, now)),
    };
  });
}

/** States in which it holds, or still may. */
const HOLDABLE: ReadonlySet<OverrideView["state"]> = new Set(["requested", "approved", "active"]);

async function effectIn(tx: Tx, organisationId: string, override: OverrideView, { snapshot, now }: Present) {
  const { agent, pact, startsAt, endsAt } = override;
  const recent = await listDecisions(tx, organisationId, { agent: [agent], pact }, REPLAYED);
  const state = { ...override, startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt) };
  return overrideEffect(
    snapshot,
    state,
    recent.map(({ request }) => request),
    now,
  );
}

/** Of what acts now by this trigger, the strongest: stages of a drift act together. */
function strongest(triggers: readonly StandingTrigger[], trigger: Trigger): StandingTrigger | undefined {
  const rank = ({ consequence }: StandingTrigger) => (CONSEQUENCES as readonly string[]).indexOf(consequence);
  return triggers.filter((one) => one.trigger === trigger).sort((a, b) => rank(a) - rank(b))[0];
}

function clauseOf(document: PactDocument | null, key: string | null): OverrideCase["clause"] {
  const clause = document?.clauses.find((one) => one.key === key);
  if (!clause) return null;
  const { title, severity, obligation } = clause;
  return { key: clause.key, title, severity, obligation };
}

/** What the document says; the strongest of a drift's stages stands for all of them: the last. */
function doesOf(document: PactDocument | null, key: string | null, trigger: Trigger): Consequence["do"] | null {
  if (trigger === "scope") return document?.scope.outside.do ?? null;
  const on = document?.clauses.find((one) => one.key === key)?.on;
  if (!on) return null;
  if (trigger === "drift") return on.drift?.at(-1)?.do ?? null;
  return (on as Record<string, Consequence | undefined>)[trigger]?.do ?? null;
}

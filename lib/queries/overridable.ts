import { type BudgetSpent, budgetSpent } from "@/lib/domain/budget";
import { durationMs } from "@/lib/domain/duration";
import type { ClauseTrigger, PactDocument, Severity } from "@/lib/domain/pact";
import { raisable } from "@/lib/domain/raisable";
import type { Actor } from "@/lib/domain/roles";
import { parseSettings } from "@/lib/domain/settings";
import { type Present, readNow } from "./read";

/** What of a pact may be overridden, and for how long. */
export interface Overridable {
  pact: string;
  title: string;
  agent: string;
  workflow: string;
  /** `key` null: the pact's scope. */
  clauses: {
    key: string | null;
    title: string;
    severity: Severity;
    triggers: (ClauseTrigger | "scope")[];
    actions: string[];
    /** ms: the longest that organisation and pact allow */
    longestMs: number;
    /** Approvals that it takes. */
    quorum: number;
    /** Of the clause, where the pact sets one. */
    budget: BudgetSpent | null;
  }[];
}

/** Live pacts with what an override of each of their clauses may name. */
export async function overridable(actor: Actor): Promise<Overridable[]> {
  const { organisationId } = actor;
  return readNow(actor, async (tx, present) => {
    const { settings } = await tx.organisation.findUniqueOrThrow({
      where: { id: organisationId },
      select: { settings: true },
    });
    const { overrideCaps } = parseSettings(settings);
    const rows = await tx.pactVersion.findMany({
      where: { organisationId, state: "live" },
      select: { document: true },
      orderBy: { pact: "asc" },
    });
    return rows.map(({ document }) => overridableOf(document as unknown as PactDocument, overrideCaps, present));
  });
}

function overridableOf(
  document: PactDocument,
  caps: Record<Severity, string>,
  { snapshot, now }: Present,
): Overridable {
  const { pact, title, agent, workflow, scope, overrides } = document;
  const longest = (severity: Severity) =>
    Math.min(durationMs(caps[severity]), overrides?.maxDuration ? durationMs(overrides.maxDuration) : Infinity);
  const of = (severity: Severity) => ({
    severity,
    longestMs: longest(severity),
    quorum: severity === "critical" ? 2 : 1,
  });
  return {
    pact,
    title,
    agent,
    workflow,
    clauses: [
      ...document.clauses.map((clause) => ({
        key: clause.key,
        title: clause.title,
        triggers: raisable(clause),
        actions: clause.actions ?? scope.actions,
        ...of(clause.severity),
        budget: budgetSpent(document, clause.key, snapshot.agents.get(agent)?.spendings ?? [], now),
      })),
      {
        key: null,
        title: "What the pact does not cover",
        triggers: ["scope" as const],
        actions: ["*"],
        ...of("major"),
        budget: null,
      },
    ],
  };
}

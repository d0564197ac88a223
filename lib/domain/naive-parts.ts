/** What `naive.ts` is put together from: a consequence carried out, an expression, a clause's line. */
import { evidenceHash } from "./canonical.ts";
import { compileExpression } from "./cel.ts";
import type { DecisionRequest } from "./decision.ts";
import type { Clause, Consequence, Limits, PactDocument, Trigger } from "./pact.ts";
import type { ClauseLine, OrganisationState } from "./state.ts";

export interface NaiveReason {
  pact: string | null;
  clause: string | null;
  trigger: Trigger;
  at?: number;
  consequence: Consequence["do"] | "allow";
  limits?: Limits;
  override: string | null;
}

/** `degrade` with its own limits or the level's; where nothing says limits, a person must look. */
export function carriedOut(
  consequence: Consequence | undefined,
  document: PactDocument,
): { consequence: Consequence["do"]; limits?: Limits } {
  if (!consequence) return { consequence: "block" };
  if (consequence.do !== "degrade") return { consequence: consequence.do };
  const limits = consequence.limits ?? document.levels?.limited;
  return limits ? { consequence: "degrade", limits } : { consequence: "review" };
}

export function variables(document: PactDocument, state: OrganisationState, request: DecisionRequest) {
  const current = state.agents.find(({ slug }) => slug === request.agent)?.release;
  return {
    agent: request.agent,
    action: request.action,
    workflow: document.workflow,
    release: request.release ?? current,
    resource: request.resource ?? null,
    context: request.context ?? {},
  };
}

/** What an expression says; what it counts as when it cannot be evaluated. */
export function holds(
  source: string | undefined,
  vars: ReturnType<typeof variables>,
  otherwise: boolean,
  facts?: PactDocument["facts"],
): boolean {
  if (source === undefined) return true;
  try {
    return compileExpression(source, facts)(vars);
  } catch {
    return otherwise;
  }
}

export function lineOf(
  state: OrganisationState,
  document: PactDocument,
  clause: Clause,
  release: string,
): ClauseLine | null {
  const hash = evidenceHash(document, clause);
  const found = state.lines.find(
    (line) =>
      line.agent === document.agent &&
      line.pact === document.pact &&
      line.clause === clause.key &&
      line.evidenceHash === hash &&
      line.release === release,
  );
  return found ?? null;
}

/** All that is said of a draft before it is published: what stands in its way, what may be a slip, what it leaves unproven. */
import { evidenceHash } from "./canonical.ts";
import { missingAfter } from "./diff.ts";
import { lineRelease } from "./evidence.ts";
import type { Clause, Level, PactDocument } from "./pact.ts";
import { type Hole, holes, warnings } from "./publishable.ts";
import { needsReplay } from "./replay.ts";
import type { ClauseLine } from "./state.ts";

/** What an organisation has of that which a document names. */
export interface PactSurroundings {
  teams: ReadonlySet<string>;
  /** null: no such agent. */
  agent: { release: string } | null;
  /** The version in force; null: none. */
  live: PactDocument | null;
  /** Whether the workflow is registered. */
  workflow: boolean;
  /** Lines of evidence of this agent under this pact, whatever they are bound to. */
  lines: readonly Pick<ClauseLine, "clause" | "evidenceHash" | "release" | "newest">[];
}

/** Whether a clause of `next` asks for the same in other words than `live`: only then may its evidence be carried over. */
export function onlyReworded(next: PactDocument, live: PactDocument | null, key: string): boolean {
  const clause = next.clauses.find((one) => one.key === key);
  const before = live?.agent === next.agent ? live.clauses.find((one) => one.key === key) : undefined;
  if (!live || !clause?.evidence || !before?.evidence) return false;
  const was = evidenceHash(live, before);
  return was !== evidenceHash(next, clause) && was === evidenceHash(next, { ...clause, obligation: before.obligation });
}

export interface PactChecks {
  /** Each keeps the draft from being published. */
  holes: Hole[];
  warnings: Hole[];
  /** Keys of the clauses that publishing would start without evidence that counts. */
  missing: string[];
  /** Those of them of which only the wording changed: an approver may carry their evidence over. */
  reworded: string[];
}

/** What publishing enters of a workflow that nobody has described: not consequential, but not taken lightly either. */
export const UNSAID_WORKFLOW = { consequential: false, risk: "medium" } as const satisfies {
  consequential: boolean;
  risk: Level;
};

/** Whether a clause as worded here was proven beforehand, for the agent's current release. */
function proven(document: PactDocument, clause: Clause, { agent, lines }: PactSurroundings): boolean {
  const hash = evidenceHash(document, clause);
  const release = lineRelease(clause, agent?.release ?? "");
  return lines.some(
    (line) =>
      line.clause === clause.key && line.evidenceHash === hash && line.release === release && line.newest !== null,
  );
}

/** Keys of the clauses whose evidence still counts and is read under other rules: it may no longer be enough. */
function readAnew(live: PactDocument | null, next: PactDocument): string[] {
  const before = new Map(live?.clauses.map((clause) => [clause.key, clause]));
  return next.clauses.flatMap((clause) => {
    const was = before.get(clause.key);
    return clause.evidence && was && needsReplay(was, clause) ? [clause.key] : [];
  });
}

/** Checks a well-formed document against what the organisation has. */
export function checkPact(document: PactDocument, surroundings: PactSurroundings): PactChecks {
  const { agent, teams, workflow } = surroundings;
  const found = holes(document, { teams });
  if (!agent) {
    const message = `there is no agent "${document.agent}"; register it: PUT /api/v1/agents/${document.agent}`;
    found.unshift({ path: "agent", message });
  }
  const slips = warnings(document);
  if (!workflow) {
    const { risk } = UNSAID_WORKFLOW;
    const message = `there is no workflow "${document.workflow}" yet; publishing enters it as not consequential, of ${risk} risk. PUT /api/v1/workflows/${document.workflow} says what it is`;
    slips.unshift({ path: "workflow", message });
  }
  // Evidence is of an agent: what another one proved counts for nothing.
  const before = surroundings.live?.agent === document.agent ? surroundings.live : null;
  const starting = new Set([...missingAfter(before, document), ...readAnew(before, document)]);
  const missing = document.clauses.filter(
    (clause) => starting.has(clause.key) && !proven(document, clause, surroundings),
  );
  const keys = missing.map(({ key }) => key);
  const reworded = keys.filter((key) => onlyReworded(document, before, key));
  return { holes: found, warnings: slips, missing: keys, reworded };
}

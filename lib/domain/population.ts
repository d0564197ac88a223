/** Populations: everything of one kind about a pact in a period, complete, for who draws samples of it. */
import type { ListedDecision } from "./present.ts";

export const POPULATIONS = ["decisions", "evidence", "overrides"] as const;
export type Population = (typeof POPULATIONS)[number];

export const POPULATION_FORMATS = ["ndjson", "csv"] as const;
export type PopulationFormat = (typeof POPULATION_FORMATS)[number];

/** A member of a population: its columns are found by name. */
export type Member = Record<string, unknown>;

/** The columns of each population's CSV. */
export const COLUMNS: Record<Population, readonly string[]> = {
  decisions: [
    ...["id", "decidedAt", "agent", "action", "workflow", "release", "verdict", "permitted", "status", "mode"],
    ...["because", "overrides", "pacts", "limits", "context", "revision"],
  ],
  evidence: [
    ...["id", "pact", "clause", "agent", "release", "passed", "failed", "passing", "counts", "observedAt"],
    ...["recordedAt", "source", "standing", "method", "artifact", "recordedBy"],
  ],
  overrides: [
    ...["id", "pact", "clause", "triggers", "agent", "actions", "state", "breakGlass", "reason", "ticket"],
    ...["startsAt", "endsAt", "used", "maxUses", "requestedBy", "createdAt"],
  ],
};

/** A decision as a row: what acted stands in one cell, `pact/clause trigger consequence`. */
export function decisionMember({ request, because, pacts, ...decision }: ListedDecision): Member {
  const { agent, action, release = null, context = {} } = request;
  return {
    ...{ ...decision, agent, action, release, context },
    because: because.map(({ pact, clause, trigger, consequence }) =>
      [`${pact ?? ""}${clause ? `/${clause}` : ""}`, trigger, consequence].filter(Boolean).join(" "),
    ),
    overrides: because.flatMap(({ override }) => (override ? [override] : [])),
    pacts: pacts.map(({ pact, version, hash }) => `${pact} ${version} ${hash}`),
  };
}

/** A cell's text: lists of texts joined, other values as JSON. */
export function cellOf(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join("; ");
  return JSON.stringify(value);
}

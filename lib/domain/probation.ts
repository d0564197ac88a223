/** Authority on probation: given by people, taken back by itself. */
import { z } from "zod";
import { durationMs } from "./duration.ts";
import { isoDuration } from "./fields.ts";

/** What ends a probation early: a suspected or verified drift, an incident, a record of evidence that fails. */
export const PROBATION_ENDS = ["drift", "incident", "evidence"] as const;
export type ProbationEnd = (typeof PROBATION_ENDS)[number];

const LONGEST_DAYS = 365;

/** A probation as it is asked for. */
export const probationInput = z.strictObject(
  {
    for: isoDuration.refine((value) => durationMs(value) <= LONGEST_DAYS * 24 * 3600_000, {
      error: `must be at most ${LONGEST_DAYS} days`,
    }),
    on: z
      .array(z.enum(PROBATION_ENDS, { error: `must be one of ${PROBATION_ENDS.join(", ")}` }), {
        error: "must be a list of what ends it",
      })
      .min(1, { error: "must name what ends it; leave it out for all" })
      .refine((all) => new Set(all).size === all.length, { error: "must not name one twice" })
      .default([...PROBATION_ENDS]),
  },
  { error: "must be { for, on }" },
);

/** Something that happened to an agent which may end a probation. */
export interface Setback {
  kind: ProbationEnd;
  agent: string;
  /** null: wherever the agent acts. */
  workflow: string | null;
  /** In a sentence. */
  says: string;
}

/** A grant on probation, as far as it is told by what happened. */
interface OnProbation {
  agent: string;
  workflow: string | null;
  probationOn: readonly string[];
}

/** The first of these that ends the probation; undefined: none does. */
export function endsProbation(grant: OnProbation, setbacks: readonly Setback[]): Setback | undefined {
  return setbacks.find(
    ({ kind, agent, workflow }) =>
      agent === grant.agent &&
      grant.probationOn.includes(kind) &&
      (workflow === null || grant.workflow === null || workflow === grant.workflow),
  );
}

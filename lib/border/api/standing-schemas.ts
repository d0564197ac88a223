import { z } from "zod";
import { authority, consequence, mode, severity, standingWord, time, trigger } from "./common-schemas";

/** The JSON of a standing (CONTRACT.md 4), for the OpenAPI document. */

const clauseStanding = z.object({
  key: z.string(),
  title: z.string(),
  severity,
  owner: z.string(),
  standing: standingWord,
  score: z.number().nullable().describe("0 to 100; null: the clause takes no evidence"),
  pointsLost: z.number().nullable(),
  freshness: z
    .object({
      state: z.enum(["fresh", "expiring", "stale", "missing"]),
      observedAt: time.nullable(),
      staleAt: time.nullable(),
    })
    .nullable(),
  monitor: z
    .object({
      odds: z.number().describe("To one that the promise is broken"),
      checks: z.int(),
      failed: z.int(),
      drift: z.enum(["none", "suspected", "verified", "cleared"]),
      says: z.string(),
    })
    .nullable(),
  triggers: z.array(
    z.object({
      trigger,
      at: z.int().optional().describe("Drift stage"),
      consequence,
      says: z.string(),
      since: time.nullable(),
      verifiedAt: time.optional(),
      latched: z.boolean().describe("Holds until restored, whatever evidence says"),
      override: z.string().nullable().describe("The override that waives it"),
    }),
  ),
});

export const pactStanding = z.object({
  pact: z.string(),
  version: z.int(),
  workflow: z.string(),
  mode,
  authority: z.object({ granted: authority, effective: authority }),
  score: z.number().nullable(),
  cappedBy: z.string().nullable().describe("The clause that holds the pact's score down"),
  clauses: z.array(clauseStanding),
});

export const standingJson = z
  .object({
    agent: z.string(),
    release: z.string(),
    revision: z.int(),
    validUntil: time
      .nullable()
      .describe("First instant at which time alone changes a state; scores decay all the while"),
    pacts: z.array(pactStanding),
  })
  .meta({ id: "Standing" });

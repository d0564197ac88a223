import { z } from "zod";
import { trigger, verdict } from "./common-schemas";

/** The JSON of a decision (CONTRACT.md 4), for the OpenAPI document. */

const limits = z.record(
  z.string(),
  z.object({
    max: z.number().optional(),
    min: z.number().optional(),
    only: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
    equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
  }),
);
const time = z.iso.datetime();

const because = z.object({
  pact: z.string().nullable(),
  version: z.int().nullable(),
  clause: z.string().nullable(),
  trigger,
  at: z.int().optional().describe("The drift stage"),
  consequence: z.enum(["block", "review", "degrade", "settle", "allow"]),
  says: z.string().describe("Why, in a sentence"),
  evidence: z
    .object({ id: z.string(), observedAt: time, ageSeconds: z.number(), windowSeconds: z.number() })
    .nullable(),
  override: z.string().nullable().describe("The override that took this away"),
});

export const decisionJson = z
  .object({
    id: z.string().nullable(),
    verdict,
    permitted: z.boolean().describe("Whether the step may be taken now"),
    status: z.enum(["final", "pending"]),
    mode: z.enum(["enforce", "shadow"]),
    authority: z.enum(["full", "limited", "supervised", "suspended"]),
    because: z.array(because).describe("All that acted, strongest first"),
    limits: limits.nullable(),
    settlements: z.array(z.record(z.string(), z.unknown())),
    shadow: z.object({ verdict, because: z.array(because) }).nullable(),
    review: z
      .object({ id: z.string(), state: z.enum(["pending", "approved", "denied", "expired"]), expiresAt: time })
      .nullable(),
    warnings: z.array(z.string()),
    pacts: z.array(z.object({ pact: z.string(), version: z.int(), hash: z.string() })),
    governed: z.boolean().describe("False: no live pact covered it"),
    decidedAt: time,
    validUntil: time.nullable().describe("The first instant at which time alone would change the answer"),
    useBy: time.nullable(),
    revision: z.int(),
    degradedMode: z
      .literal(true)
      .optional()
      .describe("Given from the last known good while the database was away; an exception tells of it since"),
  })
  .meta({ id: "Decision" });

export const listedDecisionJson = decisionJson
  .extend({ request: z.record(z.string(), z.unknown()), workflow: z.string().nullable() })
  .meta({ id: "RecordedDecision" });

const differences = z.array(z.object({ of: z.string(), says: z.string() }));

export const rerunJson = z
  .object({
    id: z.string(),
    request: z.record(z.string(), z.unknown()),
    recorded: decisionJson.describe("As it was recorded, whatever a person said of it since"),
    asDecided: z.object({
      outcome: z
        .enum(["same", "differs", "unknown"])
        .describe("same: to the last word; differs: an alarm; unknown: what it takes was not kept at that time"),
      says: z.string(),
      decision: decisionJson.nullable(),
      differences,
    }),
    today: z.object({ decision: decisionJson, differences }),
  })
  .meta({ id: "Rerun" });

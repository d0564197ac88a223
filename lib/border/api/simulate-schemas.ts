import { z } from "zod";
import { finding, time, verdict } from "./common-schemas";
import { decisionJson } from "./decision-schemas";

/** The JSON of a simulation, for the OpenAPI document. */

const counts = z.object({ allow: z.int(), degrade: z.int(), review: z.int(), block: z.int() });
const money = z.record(z.string(), z.number()).describe("By currency, in the unit that requests carry");
const quantiles = z.object({ p50: z.number(), p99: z.number() });
const answer = z.object({ verdict, permitted: z.boolean() });
const side = {
  after: counts.describe("Under the draft, by today's standing"),
  flow: z.array(z.object({ from: verdict, to: verdict, count: z.int() })),
  flipped: z.int().describe("Decisions whose verdict or permission differs"),
  flips: z.array(
    z.object({
      from: answer,
      to: answer,
      direction: z.enum(["tighter", "looser"]),
      count: z.int(),
      money,
      examples: z.array(
        z.object({ id: z.string(), at: time, agent: z.string(), action: z.string(), says: z.string() }),
      ),
    }),
  ),
  agents: z.array(z.object({ agent: z.string(), decisions: z.int(), flipped: z.int() })),
  money: money.describe("Touched by flips: facts that are numbers with a currency as their unit"),
};

export const simulationJson = z
  .object({
    pact: z.string(),
    version: z.int().nullable().describe("null: a document that is not saved"),
    hash: z.string(),
    live: z.object({ version: z.int(), hash: z.string() }).nullable().describe("What it is compared with"),
    holes: z.array(finding).describe("What keeps it from being published; it is simulated all the same"),
    decisions: z.int().describe("Recorded decisions looked at"),
    replayed: z.int(),
    from: time.nullable(),
    to: time.nullable(),
    unreplayable: z.object({
      count: z.int(),
      share: z.number().describe("Of the decisions looked at"),
      reasons: z.array(
        z.object({
          reason: z.enum(["facts", "limits", "release"]),
          says: z.string(),
          count: z.int(),
          examples: z.array(z.string()),
        }),
      ),
    }),
    recorded: counts.describe("As they were answered then"),
    before: counts.describe("Under the pacts in force, by today's standing"),
    moved: z
      .int()
      .describe(
        "Of the replayed, those that the pacts in force answer otherwise today than they were: what changed since",
      ),
    ...side,
    shadow: counts.nullable().describe("What a shadow draft would have answered"),
    missing: z
      .array(z.string())
      .describe("Clauses that publishing would start without evidence: they act as `missing`"),
    proven: z.object(side).nullable().describe("The same as if those had been proven; null: nothing is missing"),
    latency: z.object({ before: quantiles, after: quantiles }).nullable().describe("Of one decision, microseconds"),
    tookMs: z.int(),
    answers: z
      .array(z.object({ before: decisionJson, after: decisionJson }))
      .nullable()
      .describe("Of `requests`, in order"),
  })
  .meta({ id: "Simulation" });

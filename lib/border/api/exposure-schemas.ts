import { z } from "zod";
import { REMEDIATIONS } from "@/lib/domain/exposure";
import { time, actor as who } from "./common-schemas";

const money = z.object({ amount: z.number().describe("In major units"), currency: z.string() });

export const exposureJson = z
  .object({
    from: time.describe("The onset"),
    to: time.describe("Until it was enforced; else until it ended, or now"),
    open: z.boolean().describe("Nothing enforces it yet"),
    decisions: z.array(
      z.object({
        id: z.string(),
        decidedAt: time,
        agent: z.string(),
        action: z.string(),
        workflow: z.string().nullable(),
        resource: z.unknown(),
        release: z.string().nullable(),
        verdict: z.enum(["allow", "degrade", "review", "block"]),
        permittedAt: time.describe("When it might go ahead: as decided, or once its review was approved"),
        through: z
          .object({ kind: z.enum(["review", "override"]), id: z.string() })
          .nullable()
          .describe("The approved review, or the override, that permitted it; null: its own answer"),
        money: money.nullable(),
        remediation: z
          .object({ state: z.enum(REMEDIATIONS), note: z.string().nullable(), at: time, by: who })
          .nullable(),
        linked: z.boolean().describe("A person put it here"),
      }),
    ),
    money: z.array(money).describe("Sums by currency"),
    unanswered: z.int().describe("Of how many nobody has said what became of them"),
    more: z.boolean().describe("There are more than are listed"),
  })
  .meta({ id: "Exposure" });

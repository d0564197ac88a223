import { z } from "zod";
import { instant } from "@/lib/domain/fields";
import { CONSEQUENCES, LEVELS, MODES, SEVERITIES, TRIGGERS } from "@/lib/domain/pact";

/** Parts that many answers share, for the OpenAPI document. */

export const time = z.iso.datetime();
export const level = z.enum(LEVELS);
export const mode = z.enum(MODES);
export const severity = z.enum(SEVERITIES);
export const trigger = z.enum(TRIGGERS);
export const consequence = z.enum(CONSEQUENCES);
export const verdict = z.enum(["allow", "degrade", "review", "block"]);
export const authority = z.enum(["full", "limited", "supervised", "suspended"]).meta({ id: "Authority" });
export const standingWord = z.enum(["met", "unproven", "stale", "breached", "waived"]);

export const actor = z
  .object({ type: z.string().describe("member, service or system"), id: z.string(), name: z.string() })
  .meta({ id: "Actor", description: "Who did it" });

/** Parameters of a query: an instant as ms, and yes or no. */
export const queryTime = instant.transform((at) => at.getTime());
export const queryFlag = z.enum(["true", "false"]).transform((value) => value === "true");

/** A page of a list. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Send it back as `cursor`; null: this is the last page"),
  });

/** Where something is wrong in a document, and what to do about it. */
export const finding = z.object({
  path: z.string().describe("Such as clauses[0].on.stale"),
  message: z.string(),
  clause: z.string().optional(),
  trigger: trigger.optional(),
});

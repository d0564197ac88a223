import { z } from "zod";
import { durationMs, isDuration } from "./duration.ts";
import { isoDuration } from "./fields.ts";
import { grantCriteria, grantCriteriaChange } from "./grant-criteria.ts";
import type { OrganisationSettings } from "./state.ts";

/** What a report speaks of must be there to be counted. */
const SHORTEST_MS = 90 * 24 * 3_600_000;

const ungoverned = z.enum(["block", "review", "allow"]);
/** Of nothing too: then there is no such override. */
const duration = z
  .string()
  .refine(isDuration, "write an ISO 8601 duration of weeks, days, hours, minutes or seconds, such as PT1H");

/** The organisation's settings: one schema for the form, the API body and what is stored. */
export const settingsSchema = z.strictObject({
  ungoverned: ungoverned.default("block"),
  ungovernedAgents: z.record(z.string(), ungoverned).default({}),
  ungovernedWorkflows: z.record(z.string(), ungoverned).default({}),
  approvals: z.int().min(0).max(5).default(1),
  reviewExpiry: isoDuration.default("PT1H"),
  overrideCaps: z
    .strictObject({
      critical: duration.default("PT8H"),
      major: duration.default("PT24H"),
      minor: duration.default("P7D"),
    })
    .prefault({}),
  urgentPassesQuiet: z.boolean().optional(),
  grantCriteria,
  decisionRetention: isoDuration.nullable().default(null),
  keyName: z.string().nullable().default(null),
}) satisfies z.ZodType<OrganisationSettings>;

/** Stored settings with defaults for what was never set. */
export function parseSettings(stored: unknown): OrganisationSettings {
  return settingsSchema.parse(stored ?? {});
}

/** A change of settings: what is absent stays as it is. */
export const settingsChange = z.strictObject({
  ungoverned: ungoverned.optional(),
  ungovernedAgents: z.record(z.string(), ungoverned).optional(),
  ungovernedWorkflows: z.record(z.string(), ungoverned).optional(),
  approvals: z.int().min(0).max(5).optional(),
  reviewExpiry: isoDuration.optional(),
  overrideCaps: z
    .strictObject({ critical: duration.optional(), major: duration.optional(), minor: duration.optional() })
    .optional(),
  urgentPassesQuiet: z.boolean().optional().describe("Urgent mail passes the quiet hours of every member"),
  grantCriteria: grantCriteriaChange.optional(),
  decisionRetention: isoDuration
    .refine((value) => durationMs(value) >= SHORTEST_MS, {
      error: "must be at least P90D: reports speak of the last ninety days; null keeps decisions for ever",
    })
    .nullable()
    .optional(),
  keyName: z
    .string({ error: "must be a domain name" })
    .trim()
    .toLowerCase()
    .max(253, { error: "must be at most 253 characters" })
    .regex(/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
      error: "must be a domain name such as _surety.example.com",
    })
    .nullable()
    .optional(),
});
export type SettingsChange = z.output<typeof settingsChange>;

import { z } from "zod";
import { consequence, time, actor as who } from "./common-schemas";

/** The JSON of evidence, for the OpenAPI document. */

const fields = {
  id: z.string(),
  agent: z.string(),
  pact: z.string(),
  clause: z.string(),
  release: z.string(),
  passed: z.int(),
  failed: z.int(),
  loss: z.number().nullable().describe("Of one check that is measured: how badly it failed, 0 to 1"),
  passing: z.boolean().describe("It met the clause's target"),
  counts: z.boolean().describe("It renewed, or could renew, the window of its clause"),
  draft: z.boolean().describe("It tested a version that was not live"),
  observedAt: time,
  recordedAt: time,
  source: z.string(),
  method: z.string().nullable(),
  artifact: z.object({ uri: z.string().nullable(), sha256: z.string() }).nullable(),
  late: z.boolean().describe("It became known more than a day after it was observed"),
  vouchedBy: z
    .enum(["self", "provider", "runtime", "counterparty", "third_party"])
    .describe("Whose word it is, which decides its weight in the score"),
  issuer: z.string().nullable().describe("Whose signature was verified"),
  signature: z
    .object({ form: z.enum(["dsse", "jws"]), keyId: z.string(), sha256: z.string() })
    .nullable()
    .describe("By which key, and the digest of what was signed"),
  attributes: z.record(z.string(), z.unknown()).nullable(),
  decision: z.string().nullable().describe("The decision whose outcome it is"),
  recordedBy: who,
};

/** A record in lists, and as it is answered once recorded. */
export const evidenceJson = z.object(fields).meta({ id: "Evidence" });

/** A record with all that it did. */
export const evidenceDetailJson = z
  .object({
    ...fields,
    title: z.string().describe("Of its clause"),
    pactTitle: z.string(),
    version: z.int().describe("The version whose clause it tested"),
    target: z.number().describe("The pass rate that the clause promises"),
    evidenceHash: z.string().describe("What it is bound to: another one, and it no longer counts"),
    inForce: z.boolean().describe("That version is live"),
    weight: z.number().describe("Of one check in the score, before it decays: 1, 0.5 or 0.25"),
    signer: z
      .object({
        slug: z.string(),
        name: z.string(),
        kind: z.enum(["own", "counterparty", "third_party"]),
        revokedAt: time.nullable(),
      })
      .nullable()
      .describe("The issuer whose signature was verified"),
    envelope: z.unknown().describe("What was signed, as it came: a DSSE envelope, or a JWS; null: not signed"),
    freshness: z.object({
      renewed: z.boolean().describe("It renewed the window of its clause"),
      until: time.nullable().describe("Until when, by itself"),
      before: time.nullable().describe("When the window would have ended without it; null: there was none"),
      next: z.object({ id: z.string(), observedAt: time }).nullable().describe("What renewed it after that"),
      because: z.array(z.string()).describe("Why it renewed nothing"),
    }),
    monitor: z
      .object({
        before: z.number().describe("Odds against the promise before this record"),
        odds: z.number().describe("And with it"),
        after: z.number().describe("After an alarm at its highest stage the monitor starts anew"),
        checks: z.int().describe("Of its line so far"),
        changedFrom: z
          .object({ method: z.string().nullable() })
          .nullable()
          .describe("The yardstick before, where this record changed it"),
        says: z.string(),
      })
      .nullable()
      .describe("null: the clause has no monitor, or its line has more than 50,000 records"),
    suite: z
      .object({
        release: z.string(),
        against: z.string(),
        common: z.int(),
        newlyFailing: z.int(),
        newlyPassing: z.int(),
        e: z.number(),
        says: z.string(),
      })
      .nullable()
      .describe("An eval suite beside the same cases under an earlier release"),
    latches: z
      .array(
        z.object({
          id: z.string(),
          trigger: z.string(),
          at: z.int().nullable().describe("Drift stage"),
          does: consequence,
          liftedAt: time.nullable(),
        }),
      )
      .describe("What it latched"),
    drift: z
      .object({ id: z.string(), state: z.enum(["suspected", "verified", "cleared"]) })
      .nullable()
      .describe("The drift of its line that was open, or opened, as it came"),
    ledger: z
      .object({
        entry: z.string(),
        number: z.int().nullable().describe("null until it is numbered"),
        by: z.string(),
        at: time,
      })
      .nullable()
      .describe("The entry that says that it came; its receipt is at /api/v1/ledger/entries/{number}/receipt"),
  })
  .meta({ id: "EvidenceDetail" });

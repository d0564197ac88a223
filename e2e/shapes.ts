import { z } from "zod";

/** Answers as CONTRACT.md 4 shows them: every field that it names, with its type. What goes beyond it is not looked at. */

const time = z.iso.datetime();
const authority = z.enum(["full", "limited", "supervised", "suspended"]);
const verdict = z.enum(["allow", "degrade", "review", "block"]);
const hash = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const because = z.looseObject({
  pact: z.string().nullable(),
  version: z.int().nullable(),
  clause: z.string().nullable(),
  trigger: z.enum("violation missing stale failures drift score incident scope granted no_pact metric".split(" ")),
  consequence: z.enum(["block", "degrade", "review", "settle", "allow"]),
  says: z.string().min(1),
  evidence: z
    .looseObject({ id: z.string(), observedAt: time, ageSeconds: z.number(), windowSeconds: z.number() })
    .nullable(),
  override: z.string().nullable(),
});

export const decisionShape = z
  .looseObject({
    id: z.string().startsWith("dec_").nullable(),
    verdict,
    permitted: z.boolean(),
    status: z.enum(["final", "pending"]),
    mode: z.enum(["enforce", "shadow"]),
    authority,
    because: z.array(because),
    limits: z.record(z.string(), z.object({}).loose()).nullable(),
    settlements: z.array(z.unknown()),
    review: z
      .looseObject({
        id: z.string(),
        state: z.enum(["pending", "approved", "denied", "expired"]),
        expiresAt: time,
      })
      .nullable(),
    warnings: z.array(z.string()),
    pacts: z.array(z.looseObject({ pact: z.string(), version: z.int(), hash })),
    decidedAt: time,
    validUntil: time.nullable(),
    useBy: time.nullable(),
    revision: z.int().positive(),
  })
  .refine((one) => one.permitted === (one.useBy !== null), "every permit, and nothing else, carries useBy")
  .refine((one) => !one.useBy || !one.validUntil || one.useBy <= one.validUntil, "useBy is at most validUntil")
  .refine((one) => (one.status === "pending") === (one.review?.state === "pending"), "pending while its review is");

export const standingShape = z.looseObject({
  agent: z.string(),
  release: z.string(),
  revision: z.int().positive(),
  validUntil: time.nullable(),
  pacts: z.array(
    z.looseObject({
      pact: z.string(),
      version: z.int(),
      authority: z.looseObject({ granted: authority, effective: authority }),
      score: z.number().min(0).max(100).nullable(),
      cappedBy: z.string().nullable(),
      clauses: z.array(
        z.looseObject({
          key: z.string(),
          standing: z.enum(["met", "unproven", "stale", "breached", "waived"]),
          score: z.number().min(0).max(100).nullable(),
          pointsLost: z.number().nullable(),
          freshness: z
            .looseObject({
              state: z.enum(["fresh", "expiring", "stale", "missing"]),
              observedAt: time.nullable(),
              staleAt: time.nullable(),
            })
            .nullable(),
          monitor: z
            .looseObject({
              odds: z.number(),
              checks: z.int(),
              failed: z.int(),
              drift: z.enum(["none", "suspected", "verified", "cleared"]),
              says: z.string(),
            })
            .nullable(),
          triggers: z.array(
            z.looseObject({
              trigger: z.string(),
              consequence: z.string(),
              since: time.nullable(),
              latched: z.boolean(),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** application/problem+json (RFC 9457). */
export const problemShape = z.object({
  type: z.url(),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  errors: z.array(z.object({ path: z.string(), message: z.string().min(1) })),
  requestId: z.string().optional(),
});

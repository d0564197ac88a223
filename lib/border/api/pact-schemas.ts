import { z } from "zod";
import { pactSchema } from "@/lib/domain/pact";
import { actor, authority, finding, mode, standingWord, time } from "./common-schemas";

/** The JSON of pacts and their versions, for the OpenAPI document. */

export const pactDocument = pactSchema.meta({ id: "Pact", description: "The pact document (surety: 1)" });
const state = z.enum(["draft", "in_review", "live", "superseded"]);
const version = { pact: z.string(), version: z.int(), hash: z.string().describe("sha256:… of the canonical document") };
const checks = {
  holes: z.array(finding).describe("Each keeps it from being published"),
  warnings: z.array(finding),
  missing: z.array(z.string()).describe("Clauses that publishing it would start without evidence"),
  reworded: z
    .array(z.string())
    .describe("Those of them of which only the wording changed: an approver may carry their evidence over"),
};

const edits = z.int().describe("How often the content of this version was saved");

export const savedPactJson = z.object({ ...version, state, edits, ...checks });
export const submittedPactJson = z.object({ ...version, state, ...checks });
export const withdrawnPactJson = z.object({ ...version, state });
export const approvedPactJson = z.object({
  ...version,
  state,
  approvals: z.int().describe("Given so far, of those that count"),
  needed: z.int(),
  carried: z.array(z.string()).describe("Clauses whose evidence you carry over"),
  missing: checks.missing,
  holes: checks.holes,
});
export const publishedPactJson = z.object({
  ...version,
  state,
  supersedes: z.int().nullable(),
  missing: z.array(z.string()).describe("Clauses that start without evidence"),
  warnings: checks.warnings,
});

export const pactVersionJson = z.object({
  ...version,
  state,
  title: z.string(),
  agent: z.string(),
  workflow: z.string(),
  mode,
  document: z.record(z.string(), z.unknown()).describe("Canonical: short forms expanded, defaults filled in"),
  edits,
  editedBy: actor,
  createdAt: time,
  editedAt: time,
  submittedAt: time.nullable(),
  liveAt: time.nullable(),
  supersededAt: time.nullable(),
  publishedBy: actor.nullable(),
  approvals: z.array(
    z.object({
      member: z.object({ id: z.string(), name: z.string() }),
      at: time,
      carried: z.array(z.string()).describe("Clauses whose evidence counts on, only their wording having changed"),
      counts: z.boolean().describe("False where the member has left or may no longer approve"),
    }),
  ),
  approvalsNeeded: z.int(),
  countersignatures: z
    .array(
      z.object({
        id: z.string(),
        version: z.int(),
        hash: z.string(),
        name: z.string(),
        email: z.string().describe("As they gave it; nobody has checked it"),
        audience: z.string().describe("Who the link was given to"),
        says: z.string(),
        at: time,
        ledgerNumber: z.int().nullable(),
      }),
    )
    .describe("The counterparty's words on this very wording; an edit leaves them behind"),
  live: z.object({ version: z.int(), hash: z.string() }).nullable(),
  draft: z.object({ version: z.int(), hash: z.string(), state }).nullable(),
  checks: z.object(checks).nullable().describe("Of a version that is not published yet"),
});

export const pactSummaryJson = z.object({
  pact: z.string(),
  title: z.string(),
  provider: z.string(),
  counterparty: z.string().nullable(),
  agent: z.string(),
  workflow: z.string(),
  mode,
  live: z.object({ version: z.int(), hash: z.string(), since: time }).nullable(),
  draft: z
    .object({ version: z.int(), hash: z.string(), state, editedAt: time, editedBy: z.string(), approvals: z.int() })
    .nullable(),
  authority: z.object({ granted: authority, effective: authority }).nullable(),
  score: z.number().nullable(),
  clauses: z.array(z.object({ key: z.string(), title: z.string(), standing: standingWord })),
  nextExpiry: z.object({ clause: z.string(), title: z.string(), at: time }).nullable(),
});

const change = z.enum(["added", "removed", "tightened", "loosened", "reworded", "unchanged"]);
const changes = z.array(
  z.object({
    path: z.string(),
    direction: z.enum(["tighter", "looser", "reworded"]),
    says: z.string(),
    before: z.unknown(),
    after: z.unknown(),
  }),
);
const side = z.object({ version: z.int(), hash: z.string(), state });
export const pactDiffJson = z.object({
  pact: z.string(),
  from: side,
  to: side,
  terms: z.object({ change, changes }).describe("The pact's own terms, its clauses apart"),
  clauses: z.array(z.object({ clause: z.string(), title: z.string(), change, changes })),
});

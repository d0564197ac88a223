import { documentHash } from "@/lib/domain/canonical";
import type { PactDocument } from "@/lib/domain/pact";
import { parsePact } from "@/lib/domain/parse-pact";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Units } from "./client";

/** A pact of two clauses: `cites` (critical, restored by sign-off) and `fast` (minor, restored by evidence). */
export function testPact(
  change: (written: Record<string, unknown> & { clauses: Record<string, unknown>[] }) => void = () => {},
): PactDocument {
  const written = {
    surety: 1,
    pact: "refunds",
    title: "Refund desk",
    agent: "refund-bot",
    workflow: "refunds",
    parties: { provider: "Acme AI" },
    scope: { actions: ["payments.refund", "orders.*"] },
    levels: { limited: { amount: { max: 50 } } },
    clauses: [
      {
        key: "cites",
        title: "Cites the policy",
        obligation: "Every refund names its paragraph.",
        severity: "critical",
        owner: "platform",
        recertify: "P30D",
        actions: ["payments.refund"],
        require: "context.amount <= 500",
        evidence: { method: "eval", target: 0.9, freshness: "P7D" },
        failures: { count: 3, within: "PT24H" },
        drift: {},
        on: {
          violation: "block",
          missing: "block",
          stale: "review",
          failures: "degrade",
          drift: [
            { at: 1000, do: "review" },
            { at: 10000, do: "block" },
          ],
          incident: "block",
        },
      },
      {
        key: "fast",
        title: "Answers fast",
        obligation: "Look-ups answer within a second.",
        severity: "minor",
        owner: "orders",
        recertify: "P90D",
        actions: ["orders.*"],
        evidence: { method: "runtime", target: 0.9, freshness: "P30D", perRelease: false },
        failures: { count: 2, within: "PT24H" },
        on: { missing: { do: "degrade", limits: { fields: { max: 3 } } }, stale: "review", failures: "review" },
      },
    ],
  };
  change(written);
  const parsed = parsePact(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.document;
}

/** Writes a document with its agent (release r1), workflow and teams straight into the database: for tests of what comes after publishing. */
export async function storePact(
  db: Units,
  organisationId: string,
  document: PactDocument,
  {
    version = 1,
    state = "live",
    now = 0,
    teams = {},
  }: { version?: number; state?: string; now?: number; teams?: Record<string, string[]> } = {},
): Promise<string> {
  const at = new Date(now);
  const hash = documentHash(document);
  const { pact, agent, workflow, mode } = document;
  await db.organisation(organisationId, async (tx) => {
    for (const slug of new Set(document.clauses.map(({ owner }) => owner))) {
      await tx.team.createMany({ data: [{ organisationId, slug, name: slug, createdAt: at }], skipDuplicates: true });
      const members = (teams[slug] ?? []).map((memberId) => ({ organisationId, team: slug, memberId }));
      await tx.teamMember.createMany({ data: members, skipDuplicates: true });
    }
    const times = { createdAt: at, updatedAt: at };
    await tx.agent.createMany({
      data: [
        { organisationId, slug: agent, name: agent, owner: "platform", release: "r1", candidates: ["r2"], ...times },
      ],
      skipDuplicates: true,
    });
    await tx.workflow.createMany({
      data: [{ organisationId, slug: workflow, name: workflow, consequential: true, risk: "high", ...times }],
      skipDuplicates: true,
    });
    await tx.pact.createMany({ data: [{ organisationId, slug: pact, createdAt: at }], skipDuplicates: true });
    if (state === "live")
      await tx.pactVersion.updateMany({
        where: { organisationId, pact, state: "live" },
        data: { state: "superseded", supersededAt: at },
      });
    await tx.pactVersion.create({
      data: {
        organisationId,
        pact,
        version,
        state,
        hash,
        agent,
        workflow,
        mode,
        document: document as unknown as Prisma.InputJsonObject,
        editedBy: { type: "member", id: "mem_author", name: "author" },
        editedById: "mem_author",
        createdAt: at,
        editedAt: at,
        liveAt: state === "live" ? at : null,
      },
    });
    await tx.$executeRaw`UPDATE organisation_revision SET revision = revision + 1, structure = revision + 1 WHERE organisation_id = ${organisationId}`;
  });
  return hash;
}

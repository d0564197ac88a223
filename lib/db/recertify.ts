import type { Clause, PactDocument } from "@/lib/domain/pact";
import { type Recertify, recertifyOf } from "@/lib/domain/recertify";
import type { Tx } from "./client";

/** A clause in force, and where its review stands. */
export interface ClauseReview extends Recertify {
  pact: string;
  version: number;
  hash: string;
  agent: string;
  workflow: string;
  title: string;
  clause: Clause;
  /** Who said last that it is right; null: nobody since the version that brought it. */
  by: string | null;
}

/** The clauses of the live pacts with where their reviews stand. @param pact absent: of every pact */
export async function clauseReviews(
  tx: Tx,
  organisationId: string,
  now: number,
  pact?: string,
): Promise<ClauseReview[]> {
  const rows = await tx.pactVersion.findMany({
    where: { organisationId, pact, state: { in: ["live", "superseded"] }, liveAt: { not: null } },
    orderBy: [{ pact: "asc" }, { version: "desc" }],
    select: { pact: true, version: true, hash: true, state: true, document: true, liveAt: true },
  });
  const words = await tx.recertification.findMany({
    where: { organisationId, pact },
    orderBy: { at: "asc" },
    select: { pact: true, clause: true, clauseHash: true, at: true, member: { select: { name: true } } },
  });
  const versions = rows.map((row) => ({ ...row, document: row.document as unknown as PactDocument }));
  return versions.flatMap((live) => {
    if (live.state !== "live") return [];
    const history = versions
      .filter((one) => one.pact === live.pact && one.version <= live.version)
      .map(({ liveAt, document }) => ({ at: liveAt?.getTime() ?? now, clauses: document.clauses }));
    return live.document.clauses.map((clause): ClauseReview => {
      const own = words
        .filter((word) => word.pact === live.pact && word.clause === clause.key)
        .map((word) => ({ at: word.at.getTime(), clauseHash: word.clauseHash, name: word.member.name }));
      const review = recertifyOf(clause, history, own, now);
      const { agent, workflow, title } = live.document;
      const by = own.findLast(({ at }) => at === review.since)?.name ?? null;
      return { ...review, pact: live.pact, version: live.version, hash: live.hash, agent, workflow, title, clause, by };
    });
  });
}

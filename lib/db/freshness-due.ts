import { evidenceHash } from "@/lib/domain/canonical";
import { type FreshnessState, freshnessAt, freshnessWindow, lineRelease } from "@/lib/domain/evidence";
import type { Clause, PactDocument } from "@/lib/domain/pact";
import type { ClauseLine } from "@/lib/domain/state";
import type { Tx } from "./client";

/** A clause in force with the line that its agent's current release rests on, and what the clock says of it. */
export interface Ageing {
  agent: string;
  pact: string;
  clause: Clause;
  release: string;
  /** ms; of the newest record that counts. */
  observedAt: number;
  staleAt: number;
  windowMs: number;
  state: FreshnessState;
  /** ms; since when drift is suspected or verified; null: it is not. */
  suspectedAt: number | null;
}

/** The clauses of the live pacts that have evidence, as of `now`. */
export async function ageing(tx: Tx, organisationId: string, now: number): Promise<Ageing[]> {
  const versions = await tx.pactVersion.findMany({
    where: { organisationId, state: "live" },
    select: { document: true },
  });
  const agents = await tx.agent.findMany({ where: { organisationId }, select: { slug: true, release: true } });
  const current = new Map(agents.map(({ slug, release }) => [slug, release]));
  const rows = await tx.clauseLine.findMany({ where: { organisationId }, select: { state: true } });
  const lines = new Map(
    rows.map((row) => {
      const line = row.state as unknown as ClauseLine;
      return [nameOf(line.agent, line.pact, line.clause, line.evidenceHash, line.release), line];
    }),
  );
  return versions.flatMap((version) => {
    const document = version.document as unknown as PactDocument;
    const { agent, pact } = document;
    return document.clauses.flatMap((clause): Ageing[] => {
      if (!clause.evidence) return [];
      const release = lineRelease(clause, current.get(agent) ?? "");
      const line = lines.get(nameOf(agent, pact, clause.key, evidenceHash(document, clause), release));
      if (!line?.newest) return [];
      const { observedAt } = line.newest;
      const window = freshnessWindow(observedAt, clause.evidence.freshness);
      const { staleAt, windowMs } = window;
      const drifts = line.drift.state === "suspected" || line.drift.state === "verified";
      const suspectedAt = drifts ? (line.drift.suspectedAt ?? null) : null;
      return [
        { agent, pact, clause, release, observedAt, staleAt, windowMs, state: freshnessAt(window, now), suspectedAt },
      ];
    });
  });
}

const nameOf = (...parts: string[]) => JSON.stringify(parts);

import { recordedRequests } from "@/lib/db/drills";
import { canonicalHash } from "@/lib/domain/canonical";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { PactDocument } from "@/lib/domain/pact";
import { programOf } from "@/lib/domain/program";
import { type AskedBefore, samplesFor } from "@/lib/domain/what-if";
import { runtime } from "@/lib/runtime/runtime";

/** Recorded requests that are looked through, the newest. */
const MOST_RECORDED = 200;
const MOST = 400;

/**
 * Requests that a drill may ask with, the likeliest first: those that somebody gave, those that the agent was seen to ask,
 * and samples that the pact's own conditions and limits tell apart.
 */
export class DrillRequests {
  private constructor(
    private readonly known: readonly AskedBefore[],
    private readonly release: string,
  ) {}

  static async open(
    organisationId: string,
    agent: string,
    release: string,
    given: readonly AskedBefore[],
  ): Promise<DrillRequests> {
    const recorded = await runtime().db.organisation(organisationId, (tx) =>
      recordedRequests(tx, organisationId, agent, MOST_RECORDED),
    );
    return new DrillRequests([...given, ...recorded], release);
  }

  /** For one clause of a pact; null: for any. */
  for(document: PactDocument, key: string | null): DecisionRequest[] {
    const { clauses } = programOf(document);
    const samples = clauses
      .filter((program) => key === null || program.key === key)
      .flatMap(({ clause, limits }) => {
        const level = document.levels?.limited;
        return samplesFor(document, clause, level ? [level, ...limits] : limits);
      });
    const distinct = new Map<string, DecisionRequest>();
    for (const { action, context, resource } of [...this.known, ...samples]) {
      const asked = { action, context, resource };
      const hash = canonicalHash(asked);
      if (distinct.size < MOST && !distinct.has(hash)) distinct.set(hash, this.request(document, asked));
    }
    return [...distinct.values()];
  }

  private request({ agent, workflow, parties }: PactDocument, asked: AskedBefore): DecisionRequest {
    const { counterparty } = parties;
    return { agent, workflow, ...(counterparty && { counterparty }), release: this.release, ...asked };
  }
}

import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import { checksOf, observationOf, type Span, type SpanCheck, type SpanObservation } from "@/lib/domain/spans";
import { readAt } from "./read";

/** How far a span's end may lie ahead of our clock, ms. */
const AHEAD_MS = 60_000;

export interface SpanChecks {
  checks: SpanCheck[];
  observations: SpanObservation[];
  /** Spans that ended in the future: their clocks are wrong. */
  ahead: number;
}

/** The checks that spans are under the live pacts of their agents, and what they tell that ran; others are passed over. */
export async function spanChecks(actor: Actor, spans: readonly Span[]): Promise<SpanChecks> {
  const { organisationId } = actor;
  return readAt(
    actor,
    async (tx, now) => {
      const rows = await tx.pactVersion.findMany({
        where: { organisationId, state: "live" },
        orderBy: { pact: "asc" },
        select: { document: true },
      });
      const documents = rows.map((row) => row.document as unknown as PactDocument);
      const timely = spans.filter((span) => span.endedAt <= now + AHEAD_MS);
      return {
        checks: timely.flatMap((span) => checksOf(span, documents)),
        observations: timely.flatMap((span) => observationOf(span) ?? []),
        ahead: spans.length - timely.length,
      };
    },
    "evidence.record",
  );
}

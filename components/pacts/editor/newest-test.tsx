"use client";
import { AgeMeter } from "@/components/trust/freshness-meter";
import { useNow } from "@/components/trust/now";
import { evidenceHash } from "@/lib/domain/canonical";
import { durationMs } from "@/lib/domain/duration";
import { lineRelease } from "@/lib/domain/evidence";
import type { Clause, PactDocument } from "@/lib/domain/pact";

/** What was tested so far. */
export interface Tested {
  /** The agent's current release. */
  release: string;
  /** `key evidence-hash release` → when it passed last, RFC 3339 */
  tests: Readonly<Record<string, string>>;
}

export interface NewestTestProps {
  clause: Clause | null;
  document: PactDocument | null;
  tested: Tested;
}

/** The newest test that still counts for the clause as it is worded now, and what its window makes of it. */
export function NewestTest({ clause, document, tested: { release, tests } }: NewestTestProps) {
  const now = useNow();
  if (!clause?.evidence || !document) return null;
  const at = tests[`${clause.key} ${evidenceHash(document, clause)} ${lineRelease(clause, release)}`];
  const window = durationMs(clause.evidence.freshness);
  const age = at === undefined ? null : now - Date.parse(at);
  return (
    <div className="text-xs text-ink-2">
      <p className="mb-1.5">Newest test</p>
      {age === null ? (
        <p className="text-ink-3">None of this wording: it starts without evidence.</p>
      ) : (
        <>
          <AgeMeter ageSeconds={age / 1000} windowSeconds={window / 1000} below />
          {age >= window ? <p className="text-ink-3">It starts stale when it is published.</p> : null}
        </>
      )}
    </div>
  );
}

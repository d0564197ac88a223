"use client";
import { type ReactNode, useEffect, useState } from "react";
import { VerdictMix } from "@/components/chart/spark";
import { useNow } from "@/components/trust/now";
import { plural } from "@/components/trust/words";
import { missingAfter } from "@/lib/domain/diff";
import type { PactDocument } from "@/lib/domain/pact";
import { type AskedBefore, countVerdicts, sampleRequests, type VerdictCount } from "@/lib/domain/what-if";

export interface WhatIfFooterProps {
  /** As it last read. */
  document: PactDocument | null;
  live: { version: number; document: PactDocument } | null;
  version: number;
  /** null: not known yet. */
  recorded: readonly AskedBefore[] | null;
  children: ReactNode;
}

interface Seen {
  of: "recorded" | "sample";
  total: number;
  draft: VerdictCount;
  live: VerdictCount | null;
  /** Clauses that cannot hold before evidence comes. */
  unproven: number;
}

const REST_MS = 350;

/** Works it out once the hand rests: typing never waits for it. */
function useSeen({ document, live, recorded }: WhatIfFooterProps): Seen | null {
  const now = useNow();
  const [seen, setSeen] = useState<Seen | null>(null);
  const [at] = useState(now);
  useEffect(() => {
    if (!document || recorded === null) return;
    const timer = setTimeout(() => {
      const of = recorded.length > 0 ? "recorded" : "sample";
      const asked = of === "recorded" ? recorded : sampleRequests(document);
      const before = live ? countVerdicts(live.document, asked, at) : null;
      const unproven = missingAfter(live?.document ?? null, document).length;
      setSeen({ of, total: asked.length, draft: countVerdicts(document, asked, at), live: before, unproven });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [document, live, recorded, at]);
  return seen;
}

/** What the draft would answer, from the pure core, while it is written. */
export function WhatIfFooter(props: WhatIfFooterProps) {
  const { live, version, children } = props;
  const seen = useSeen(props);
  return (
    <section className="ed-foot" aria-label="What would this do?">
      {seen ? (
        <div className="ed-bars">
          {seen.live && live ? (
            <>
              <span>Version {live.version}</span>
              <VerdictMix counts={seen.live} />
            </>
          ) : null}
          <span>Draft {version}</span>
          <VerdictMix counts={seen.draft} />
        </div>
      ) : (
        <span />
      )}
      <p className="ed-sentence" aria-live="polite">
        {seen ? saySeen(seen) : "What this draft would do is worked out as soon as it reads as a pact."}
        {seen && seen.unproven > 0 ? (
          <span className="text-ink-2"> {plural(seen.unproven, "clause")} will need evidence first.</span>
        ) : null}
      </p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </section>
  );
}

function saySeen({ of, total, draft, live }: Seen): string {
  const where =
    of === "recorded" ? `Of the last ${plural(total, "recorded request")}` : `Of ${plural(total, "sample request")}`;
  if (live) {
    const changes = (["block", "review", "degrade"] as const).flatMap((verdict) => {
      const more = draft[verdict] - live[verdict];
      return more === 0 ? [] : [`${DID[verdict]} ${Math.abs(more)} ${more > 0 ? "more" : "fewer"}`];
    });
    const all = changes.length === 0 ? "answered each kind as often as now" : changes.join(", ");
    return `${where} this draft would have ${all}, with all evidence fresh.`;
  }
  return `${where} this draft would allow ${draft.allow}, limit ${draft.degrade}, hold ${draft.review} and block ${draft.block}, with all evidence fresh.`;
}
const DID = { block: "blocked", review: "held", degrade: "limited" } as const;

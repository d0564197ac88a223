"use client";
import { useState } from "react";
import { type SubmitAct, SubmitEvidence } from "@/components/freshness/submit-evidence";
import { Button } from "@/components/ui/button";

export interface EvidenceOfDraftProps {
  agent: string;
  pact: string;
  hash: string;
  clauses: readonly { key: string; title: string }[];
  /** Absent: the reader may not. */
  submit?: SubmitAct;
}

/** Proves a draft's clauses before it is published: the records are bound to its hash, and latch nothing. */
export function EvidenceOfDraft({ agent, pact, hash, clauses, submit }: EvidenceOfDraftProps) {
  const [shown, setShown] = useState<string | null>(null);
  const clause = clauses.find(({ key }) => key === shown);
  return (
    <>
      <ul className="mt-1">
        {clauses.map(({ key, title }) => (
          <li key={key} className="flex items-center justify-between gap-3 border-t border-line py-1">
            <em>{title}</em>
            {submit ? (
              <Button size="small" aria-label={`Submit evidence for ${title}`} onClick={() => setShown(key)}>
                Submit evidence
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {clause && submit ? (
        <SubmitEvidence
          of={{ agent, pact, clause: clause.key, title: clause.title, draft: hash }}
          act={submit}
          open
          onOpenChange={(open) => setShown(open ? clause.key : null)}
        />
      ) : null}
    </>
  );
}

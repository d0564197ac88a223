import type { ReactNode } from "react";
import { Tag } from "@/components/ui/page-parts";
import type { Change, ChangeKind, ClauseDiff, PactDiff as Diff } from "@/lib/domain/diff";
import type { PactDocument } from "@/lib/domain/pact";
import { sayEvidence, sayFreshness, sayOtherwise } from "@/lib/domain/pact-words";
import { upperFirst } from "@/lib/domain/text";

const WORDS: Record<ChangeKind, string> = {
  added: "Added",
  removed: "Removed",
  tightened: "Tightened ↑",
  loosened: "Loosened ↓",
  reworded: "Reworded",
  unchanged: "Unchanged",
};

export interface PactDiffProps {
  diff: Diff;
  before: PactDocument;
  after: PactDocument;
  /** What is said of a clause, below its changes; null: of the pact's own terms. */
  below?: (clause: string | null, title: string) => ReactNode;
}

/** Two versions, clause by clause: what was tightened, loosened or reworded, in sentences; what is unchanged stays folded. */
export function PactDiff({ diff, before, after, below }: PactDiffProps) {
  const changed = diff.clauses.filter(({ change }) => change !== "unchanged");
  const unchanged = diff.clauses.filter(({ change }) => change === "unchanged");
  return (
    <div className="sheet">
      {diff.terms.change === "unchanged" ? null : (
        <>
          <h2 className="art !mt-0">
            Terms <span className="label font-normal">{WORDS[diff.terms.change]}</span>
          </h2>
          <Changes changes={diff.terms.changes} />
          {below?.(null, "the terms")}
        </>
      )}
      <h2 className={`art ${diff.terms.change === "unchanged" ? "!mt-0" : ""}`}>
        Clauses <span className="label font-normal">{changed.length} changed</span>
      </h2>
      {changed.length === 0 ? <p className="recital text-ink-3">No clause differs.</p> : null}
      <div className="clauses">
        {changed.map((clause) => (
          <ClauseChange key={clause.clause} clause={clause}>
            {clause.change === "added" ? <Whole of={clause.clause} document={after} /> : null}
            {clause.change === "removed" ? <Whole of={clause.clause} document={before} gone /> : null}
            {clause.change === "removed" ? null : below?.(clause.clause, clause.title)}
          </ClauseChange>
        ))}
      </div>
      {unchanged.length > 0 ? (
        <details className="mt-8 text-sm">
          <summary className="label">{unchanged.length} unchanged</summary>
          <ul className="mt-2">
            {unchanged.map(({ clause, title }) => (
              <li key={clause} className="border-b border-line py-1.5">
                <em>{title}</em>
                {below?.(clause, title)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

function ClauseChange({ clause: { title, change, changes }, children }: { clause: ClauseDiff; children: ReactNode }) {
  return (
    <section>
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="font-serif text-md font-semibold">{title}</h3>
        <Tag>{WORDS[change]}</Tag>
      </div>
      <Changes changes={changes} />
      {children}
    </section>
  );
}

/** A clause that only one of them has: what it promises or promised, and what came of it. */
function Whole({ of, document, gone }: { of: string; document: PactDocument; gone?: boolean }) {
  const clause = document.clauses.find(({ key }) => key === of);
  if (!clause) return null;
  return (
    <div className="mt-1">
      <p className="recital">{gone ? <del className="text-ink-3">{clause.obligation}</del> : clause.obligation}</p>
      <p className="label mt-1">
        {sayEvidence(clause)}. {upperFirst(sayFreshness(clause))}. {sayOtherwise(clause, document).join(" ")}
      </p>
    </div>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className="mt-1 text-sm">
      {changes.map((change) => (
        <li key={change.path} className="border-b border-line py-2">
          <p>
            <span className="first-letter:uppercase inline-block">{change.says}</span>
          </p>
          {typeof change.before === "string" && typeof change.after === "string" && change.says.endsWith("reworded") ? (
            <div className="recital mt-1">
              <del className="block text-ink-3">{change.before}</del>
              <ins className="block no-underline">{change.after}</ins>
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

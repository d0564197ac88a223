"use client";
import type { ReactNode } from "react";
import { Hash } from "@/components/trust/hash";
import { plural } from "@/components/trust/words";
import { joined } from "@/lib/domain/text";
import { EvidenceOfDraft, type EvidenceOfDraftProps } from "./evidence-of-draft";

interface Found {
  path: string;
  message: string;
}

export interface PactChecksProps {
  hash: string;
  /** Names of those whose approval counts. */
  given: readonly string[];
  needed: number;
  holes: readonly Found[];
  warnings: readonly Found[];
  /** The clauses that publishing would start without evidence. */
  missing: readonly { key: string; title: string }[];
  /** What of the live version's own changes it would set back. */
  undoes: { version: number; undone: readonly { clause: string | null; says: string }[] } | null;
  /** Comments that nobody has settled. */
  comments: number;
  evidence: Omit<EvidenceOfDraftProps, "clauses" | "hash">;
}

/** Everything that is looked at before a draft is published, each with how it stands. */
export function PactChecks(props: PactChecksProps) {
  const { hash, given, needed, holes, warnings, missing, undoes, comments, evidence } = props;
  const undone = undoes?.undone ?? [];
  return (
    <ul className="checks mt-3 border-t border-line" aria-label="Before it is published">
      <Check state={given.length >= needed ? "holds" : "open"}>
        {given.length} of {plural(needed, "approval")} given{given.length > 0 ? `: ${joined(given)}` : ""}. Each binds{" "}
        <Hash value={hash} bare />; any edit voids them.
      </Check>
      <Check state={holes.length === 0 ? "holds" : "open"}>
        {holes.length === 0
          ? "No hole: every signal has its answer, every clause its owner."
          : `${plural(holes.length, "hole")} to mend before it can be published`}
        <Listed items={holes} />
      </Check>
      <Check state={missing.length === 0 ? "holds" : "note"}>
        {missing.length === 0 ? (
          "No clause would start without evidence."
        ) : (
          <>
            Publishing starts {plural(missing.length, "clause")} without evidence. What is submitted for this draft’s
            hash beforehand counts:
            <EvidenceOfDraft {...evidence} hash={hash} clauses={missing} />
          </>
        )}
      </Check>
      {undoes ? (
        <Check state={undone.length === 0 ? "holds" : "note"}>
          {undone.length === 0
            ? `It undoes nothing that version ${undoes.version} changed.`
            : `It would undo what version ${undoes.version} changed`}
          <Plain items={undone.map(({ clause, says }) => ({ name: clause ?? "Terms", says }))} />
        </Check>
      ) : null}
      {warnings.length > 0 ? (
        <Check state="note">
          Perhaps not meant
          <Listed items={warnings} />
        </Check>
      ) : null}
      {comments > 0 ? <Check state="note">{plural(comments, "comment")} not settled.</Check> : null}
    </ul>
  );
}

const WORDS = { holds: "Holds", open: "Open", note: "To be looked at" } as const;

function Check({ state, children }: { state: keyof typeof WORDS; children: ReactNode }) {
  return (
    <li>
      <i className={state === "holds" ? "five on" : "five"} data-note={state === "note" || undefined} />
      <div className="min-w-0 text-ink-2">
        <span className="sr-only">{WORDS[state]}: </span>
        {children}
      </div>
    </li>
  );
}

function Listed({ items }: { items: readonly Found[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="mt-1">
      {items.map(({ path, message }) => (
        <li key={`${path} ${message}`} className="border-t border-line py-1 wrap-anywhere">
          {path ? <span className="mono mr-2">{path}</span> : null}
          {message}
        </li>
      ))}
    </ul>
  );
}

function Plain({ items }: { items: readonly { name: string; says: string }[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="mt-1">
      {items.map(({ name, says }) => (
        <li key={`${name} ${says}`} className="border-t border-line py-1">
          <em>{name}</em>: {says}
        </li>
      ))}
    </ul>
  );
}

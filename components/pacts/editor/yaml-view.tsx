"use client";
import { type Ref, useDeferredValue, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { PactInput } from "@/lib/domain/pact";
import { readWritten } from "@/lib/domain/written-text";
import { SourceEditor, type SourceHandle } from "../source-editor";
import { judge, type Known } from "../use-draft";

export interface YamlHandle {
  /** Whether what was typed there reads as a pact; if not, what is wrong takes the focus. */
  settle(): boolean;
}

export interface YamlViewProps {
  ref?: Ref<YamlHandle>;
  /** The text of what is edited now. */
  text: string;
  known: Known;
  /** It reads: this is what it holds. */
  onText: (text: string, data: PactInput) => void;
  onSave: () => void;
}

const REST_MS = 300;

/** The same pact as YAML: comments stay, and what is typed here stands in the form at once. */
export function YamlView({ ref, text, known, onText, onSave }: YamlViewProps) {
  const [typed, setTyped] = useState(text);
  const told = useRef(text);
  if (told.current !== text) {
    // An undo, or somebody else's edit.
    told.current = text;
    setTyped(text);
  }
  const settled = useDeferredValue(typed);
  const draft = useMemo(() => judge(settled, known), [settled, known]);
  const remarks = useRef<HTMLElement>(null);
  const source = useRef<SourceHandle>(null);
  const commit = (from: string): boolean => {
    const data = judge(from, known).document ? readWritten(from) : null;
    if (data && from !== told.current) {
      told.current = from;
      onText(from, data as unknown as PactInput);
    }
    return data !== null;
  };
  const latest = useRef(commit);
  latest.current = commit;
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => latest.current(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useImperativeHandle(ref, () => ({
    settle() {
      // What nobody typed on is the form's own, finished or not.
      const reads = typed === told.current || commit(typed);
      if (!reads) remarks.current?.focus();
      return reads;
    },
  }));
  return (
    <div className="ed-yaml">
      <p className="mb-2 text-sm" aria-live="polite">
        {draft.document
          ? "The same pact as text. Comments stay; the form follows."
          : "This is no pact yet: the form keeps what last read as one."}
      </p>
      <SourceEditor
        ref={source}
        value={typed}
        onChange={setTyped}
        onSave={() => commit(typed) && onSave()}
        remarks={draft.remarks}
      />
      <section
        ref={remarks}
        tabIndex={-1}
        id="remarks"
        aria-label="What is said of the document"
        className="mt-3 text-sm outline-none"
      >
        <ul>
          {draft.remarks.map(({ kind, path, message, line }) => (
            <li key={`${kind} ${path} ${message}`} className="flex gap-3 border-b border-line py-1.5">
              <button
                type="button"
                className="mono min-h-6 flex-none text-ink-2 underline"
                onClick={() => source.current?.show(line)}
              >
                line {line}
              </button>
              <span className="min-w-0 pt-0.5 wrap-anywhere">
                <span className={kind === "error" ? "font-medium text-block" : "font-medium"}>
                  {kind === "error" ? "Error" : kind === "hole" ? "Hole" : "Perhaps not meant"}
                </span>
                : {path ? <span className="mono">{path}</span> : null} {message}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

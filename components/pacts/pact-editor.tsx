"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { plural } from "@/components/trust/words";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button, ButtonLink } from "@/components/ui/button";
import { EXAMPLE } from "./example";
import { PactDocument } from "./pact-document";
import { SourceEditor, type SourceHandle } from "./source-editor";
import { type Draft, formatOf, judge, type Known, type Remark, useDraft } from "./use-draft";

interface Saved {
  pact: string;
  version: number;
}

export interface PactEditorProps {
  /** The pact that is edited; absent: a new one, named by its document. */
  pact?: string;
  /** The document to start from, as YAML. */
  initial: string;
  /** Hash of the version it was made from: saving is refused where somebody has gone on from it. */
  base?: string;
  known: Known;
  teams: Readonly<Record<string, string>>;
  save: Act<[{ pact: string; text: string; format: Draft["format"]; base?: string }], Saved>;
  cancelHref: string;
}

/** Writes a pact as text, judged while it is typed, beside the contract as it will read. */
export function PactEditor({ pact, initial, base, known, teams, save, cancelHref }: PactEditorProps) {
  const router = useRouter();
  const [text, setText] = useState(initial);
  const draft = useDraft(text, known);
  const source = useRef<SourceHandle>(null);
  const remarks = useRef<HTMLElement>(null);
  const { run, pending, refusal } = useAct(save, {
    said: ({ version }) => `Draft ${version} saved`,
    after: (done) => router.push(`/pacts/${done.pact}?version=${done.version}`),
  });
  useLeaveWarning(text !== initial && !pending);
  const onSave = () => {
    const now = judge(text, known);
    if (!now.document) return remarks.current?.focus();
    run({ pact: pact ?? now.document.pact, text, format: formatOf(text), base });
  };
  return (
    <div className="grid grid-cols-2 gap-x-10 gap-y-8 max-lg:grid-cols-1">
      <div className="min-w-0 lg:sticky lg:top-6 lg:self-start">
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <Upload onText={setText} />
          {pact ? null : (
            <Button size="small" onClick={() => setText(EXAMPLE)}>
              Load the example
            </Button>
          )}
          <span className="ml-auto flex gap-2">
            <ButtonLink size="small" variant="bare" href={cancelHref}>
              Cancel
            </ButtonLink>
            <Button size="small" variant="primary" shortcut="Ctrl ⏎" busy={pending} onClick={onSave}>
              {pending ? "Recording…" : "Save draft"}
            </Button>
          </span>
        </div>
        <p aria-live="polite" className="mb-2 text-sm font-medium">
          {sentence(draft, text.trim() === "")}
        </p>
        <SourceEditor ref={source} value={text} onChange={setText} onSave={onSave} remarks={draft.remarks} />
        <Refused refusal={refusal} />
        <Remarks ref={remarks} remarks={draft.remarks} onGo={(line) => source.current?.show(line)} />
      </div>
      <Preview draft={draft} teams={teams} />
    </div>
  );
}

/** Asks before the page is left with something unsaved. */
function useLeaveWarning(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);
}

function Upload({ onText }: { onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" onClick={() => input.current?.click()}>
        Open a file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json,application/json,application/yaml"
        className="sr-only"
        tabIndex={-1}
        aria-label="Pact document from a file"
        onChange={async (event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onText(await file.text());
        }}
      />
    </>
  );
}

const KINDS = { error: "Error", hole: "Hole", warning: "Perhaps not meant" } as const;

function sentence({ document, remarks }: Draft, empty: boolean): string {
  const of = (kind: Remark["kind"]) => remarks.filter((remark) => remark.kind === kind).length;
  if (empty) return "Paste a pact document, open a file, or load the example.";
  if (!document) return `${plural(of("error"), "error")}: this is not a pact yet.`;
  const clauses = plural(document.clauses.length, "clause");
  if (of("hole") > 0)
    return `It reads as a pact of ${clauses}. ${plural(of("hole"), "hole")} to mend before it can be published.`;
  return `It reads as a pact of ${clauses}, and nothing in it keeps it from being published.`;
}

interface RemarksProps {
  ref: React.Ref<HTMLElement>;
  remarks: readonly Remark[];
  onGo: (line: number) => void;
}

/** What is said of the document, each with its line. */
function Remarks({ ref, remarks, onGo }: RemarksProps) {
  return (
    <section
      ref={ref}
      id="remarks"
      tabIndex={-1}
      aria-label="What is said of the document"
      className="mt-3 max-h-52 overflow-y-auto text-sm outline-none max-lg:max-h-none"
    >
      <ul>
        {remarks.map((remark) => (
          <li
            key={`${remark.kind} ${remark.path} ${remark.message}`}
            className="flex gap-3 border-b border-line py-1.5"
          >
            <button
              type="button"
              onClick={() => onGo(remark.line)}
              className="mono min-h-6 w-14 flex-none text-left text-ink-2 underline decoration-line-strong underline-offset-3 hover:decoration-current"
            >
              line {remark.line}
            </button>
            <span className="min-w-0 pt-0.5 wrap-anywhere">
              <span className={remark.kind === "error" ? "font-medium text-block" : "font-medium"}>
                {KINDS[remark.kind]}
              </span>
              {": "}
              {remark.path ? <span className="mono">{remark.path}</span> : null} {remark.message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The contract as it would read; while the text is broken, the last one that did. */
function Preview({ draft, teams }: { draft: Draft; teams: PactEditorProps["teams"] }) {
  const last = useRef<Draft["document"]>(null);
  if (draft.document) last.current = draft.document;
  if (!last.current) {
    return (
      <div className="grid min-h-64 place-items-center border border-dashed border-line-strong p-8 text-center text-sm text-ink-3">
        The contract appears here as soon as the document can be read.
      </div>
    );
  }
  return (
    <div className="min-w-0">
      <p className="label mb-2">{draft.document ? "As it would read" : "As it last read"}</p>
      <PactDocument document={last.current} teams={teams} heading="h2" />
    </div>
  );
}

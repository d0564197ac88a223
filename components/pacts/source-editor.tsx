"use client";
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef } from "react";
import { cn } from "@/components/ui/cn";
import type { Remark } from "./use-draft";

export interface SourceHandle {
  /** Selects a line (from 1) and brings it into sight. */
  show(line: number): void;
}

export interface SourceEditorProps {
  ref?: Ref<SourceHandle>;
  value: string;
  onChange: (value: string) => void;
  /** Ctrl or ⌘ with Enter or S. */
  onSave: () => void;
  remarks: readonly Remark[];
}

const MARKS = { error: "font-medium text-block", hole: "font-medium text-ink underline", warning: "text-ink" } as const;
const LINE_PX = 18;

/** The document as text, its lines numbered; lines with something said of them stand out. */
export function SourceEditor({ ref, value, onChange, onSave, remarks }: SourceEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({
    show(line) {
      const lines = value.split("\n");
      const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      area.current?.focus({ preventScroll: true });
      area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
      scroll.current?.scrollTo({ top: Math.max(0, (line - 6) * LINE_PX) });
    },
  }));
  const lines = value.split("\n").length;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || !["Enter", "s"].includes(event.key)) return;
    event.preventDefault();
    onSave();
  };
  return (
    <div
      ref={scroll}
      className="mono max-h-[calc(100vh-400px)] min-h-64 overflow-auto rounded-control border border-line-strong bg-surface leading-[18px] focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus max-lg:max-h-[60vh]"
    >
      <div className="grid min-h-full min-w-full grid-cols-[auto_minmax(0,1fr)]">
        <Gutter lines={lines} remarks={remarks} />
        <textarea
          ref={area}
          aria-label="Pact document, YAML or JSON"
          aria-describedby="remarks"
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          rows={lines + 1}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          className="block w-full resize-none overflow-x-auto overflow-y-hidden bg-transparent px-3 py-2 outline-none"
        />
      </div>
    </div>
  );
}

function Gutter({ lines, remarks }: { lines: number; remarks: readonly Remark[] }) {
  return (
    <ol className="border-r border-line bg-sunken py-2 pr-2 pl-2 text-right text-ink-3 select-none" aria-hidden="true">
      {Array.from({ length: lines }, (_, index) => {
        const kind = worst(remarks.filter(({ line }) => line === index + 1));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <li key={index} className={cn(kind && MARKS[kind])}>
            {kind === "error" ? "■ " : kind === "hole" ? "◆ " : ""}
            {index + 1}
          </li>
        );
      })}
    </ol>
  );
}

function worst(remarks: readonly Remark[]): Remark["kind"] | undefined {
  const kinds = remarks.map(({ kind }) => kind);
  return (["error", "hole", "warning"] as const).find((kind) => kinds.includes(kind));
}

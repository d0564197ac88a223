"use client";
import { memo, useEffect, useMemo, useRef } from "react";
import { clauseDiff } from "@/lib/domain/diff";
import type { PactDocument } from "@/lib/domain/pact";
import { answered, type JudgedClause } from "@/lib/domain/pact-judge";
import { reworded } from "@/lib/domain/reworded";
import type { WrittenClause } from "@/lib/domain/written";
import { AnswerMarks } from "./marks";

export interface ContractPaneProps {
  title: string;
  lede: string;
  clauses: readonly WrittenClause[];
  judged: readonly JudgedClause[];
  /** What is in force; null: nothing is. */
  live: PactDocument | null;
  /** The document as it last read. */
  document: PactDocument | null;
  /** null: the pact's own terms. */
  selected: number | null;
  /** Holes in the pact's own terms. */
  termHoles: number;
  onSelect: (index: number | null) => void;
  onAdd: () => void;
}

/** The contract as it will read, clause by clause, with what is still open. It follows the form; no key waits for it. */
export const ContractPane = memo(function ContractPane(props: ContractPaneProps) {
  const { title, lede, clauses, judged, live, document, selected, termHoles, onSelect, onAdd } = props;
  const pane = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the clause in hand is drawn
  useEffect(() => {
    pane.current?.querySelector(".ed-clause[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [selected, clauses.length]);
  return (
    <section ref={pane} className="ed-left" aria-label="Contract">
      <div className="ed-sheet">
        <h1 className="doc-title">{title || "Untitled pact"}</h1>
        <p className="recital mt-2 text-ink-2">{lede}</p>
        <ol
          className="mt-6 border-t border-ink"
          aria-label="Clauses"
          onKeyDown={(event) => {
            const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
            if (step === 0 || event.altKey) return;
            event.preventDefault();
            const at = (selected ?? -1) + step;
            if (at >= -1 && at < clauses.length) onSelect(at < 0 ? null : at);
          }}
        >
          <li>
            <button
              type="button"
              className="ed-clause"
              aria-current={selected === null || undefined}
              onClick={() => onSelect(null)}
            >
              <span className="ed-number">§</span>
              <b>Parties, scope and limits</b>
              {termHoles > 0 ? <span className="ed-open">{termHoles} open</span> : null}
            </button>
          </li>
          {clauses.map((clause, index) => (
            <ClauseRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a key may be typed at this moment, and twice
              key={index}
              clause={clause}
              index={index}
              judged={judged[index]}
              live={live}
              document={document}
              current={selected === index}
              onSelect={onSelect}
            />
          ))}
        </ol>
        <button type="button" className="ed-add" onClick={onAdd}>
          Add a clause
        </button>
      </div>
    </section>
  );
});

interface RowProps {
  clause: WrittenClause;
  index: number;
  judged: JudgedClause | undefined;
  live: PactDocument | null;
  document: PactDocument | null;
  current: boolean;
  onSelect: (index: number) => void;
}

/** Drawn anew where the clause itself changed: what else the document holds tells only how it differs from the live one. */
const ClauseRow = memo(
  function ClauseRow({ clause, index, judged, live, document, current, onSelect }: RowProps) {
    const answers = useMemo(() => (judged ? answered(clause, judged) : null), [clause, judged]);
    const diff = useMemo(
      () => (live && document && judged?.clause ? clauseDiff(live, document, judged.clause) : null),
      [live, document, judged],
    );
    const was = live?.clauses.find(({ key }) => key === clause.key);
    const hole = judged?.errors[0] ?? judged?.holes[0];
    const said =
      diff?.change === "added"
        ? ["New."]
        : (diff?.changes ?? []).filter(({ path }) => path !== "obligation").map(({ says }) => `${says}.`);
    return (
      <li>
        <button type="button" className="ed-clause" aria-current={current || undefined} onClick={() => onSelect(index)}>
          <span className="ed-number">{index + 1}</span>
          <b>{clause.title || "Untitled clause"}</b>
          {answers ? <AnswerMarks answers={answers} /> : null}
          <span className="ed-text">
            <Wording before={was?.obligation} now={clause.obligation || "It promises nothing yet."} />
          </span>
          {hole || said.length > 0 ? (
            <small className="ed-says">
              {hole ? <span className="ed-hole">{sayHole(hole)} </span> : null}
              {said.join(" ")}
            </small>
          ) : null}
        </button>
      </li>
    );
  },
  (a, b) =>
    a.clause === b.clause &&
    a.judged === b.judged &&
    a.index === b.index &&
    a.live === b.live &&
    a.current === b.current &&
    a.onSelect === b.onSelect,
);

const sayHole = ({ path, message }: { path: string; message: string }) => {
  const trigger = /^on\.(\w+)/.exec(path)?.[1];
  return trigger && message.includes("does not say what happens")
    ? `No answer yet to ${trigger}.`
    : `${path ? `${path}: ` : ""}${message}.`;
};

function Wording({ before, now }: { before: string | undefined; now: string }) {
  if (before === undefined || before === now) return now;
  const parts = reworded(before, now);
  return (
    <>
      {parts.before}
      {parts.removed ? <del>{parts.removed}</del> : null} {parts.added ? <ins>{parts.added}</ins> : null}
      {parts.after}
    </>
  );
}

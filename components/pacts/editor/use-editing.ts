"use client";
import { useCallback, useDeferredValue, useMemo, useReducer, useRef } from "react";
import type { PactInput } from "@/lib/domain/pact";
import { judgePact } from "@/lib/domain/pact-judge";
import { freeKey, type WrittenClause, type WrittenPath, writtenWith } from "@/lib/domain/written";
import { begin, edited } from "./history";

/** The pact that is edited, its history, and what is to be said of it. Typing never waits for that. */
export function useEditing(initial: PactInput, known: { teams: readonly string[]; agents: readonly string[] }) {
  const [state, dispatch] = useReducer(edited, initial, begin);
  const names = useMemo(() => ({ teams: new Set(known.teams), agents: new Set(known.agents) }), [known]);
  const settled = useDeferredValue(state.present);
  const judgedPact = useMemo(() => judgePact(settled, names), [settled, names]);
  const last = useRef(judgedPact.document);
  if (judgedPact.document) last.current = judgedPact.document;
  const present = useRef(state.present);
  present.current = state.present;

  const put = useCallback((next: PactInput, mark: string) => {
    present.current = next; // two edits of one event are both kept
    dispatch({ do: "edit", next, mark, at: performance.now() });
  }, []);
  const edit = useCallback(
    (path: WrittenPath, value: unknown) => put(writtenWith(present.current, path, value), path.join(".")),
    [put],
  );
  return {
    written: state.present,
    /** The same, as soon as nothing more urgent is drawn: what is judged, and read at the left. */
    settled,
    judgedPact,
    /** As it last read as a pact. */
    document: last.current,
    edit,
    put,
    take: useCallback((next: PactInput) => dispatch({ do: "take", next }), []),
    undo: useCallback(() => dispatch({ do: "undo" }), []),
    redo: useCallback(() => dispatch({ do: "redo" }), []),
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
  };
}

/**
 * A clause to begin with: every question is there to be answered, none is answered for the author.
 * @param action that it is to gate; absent: all of the scope
 */
export function newClause(
  clauses: readonly WrittenClause[],
  owner: string | undefined,
  action?: string,
): WrittenClause {
  return {
    key: freeKey(
      "new clause",
      clauses.map(({ key }) => key),
    ),
    title: "New clause",
    obligation: "",
    severity: "major",
    owner: owner ?? "",
    recertify: "P90D",
    ...(action && { actions: [action] }),
    on: {},
  };
}

/** The clauses with one moved by so many places; the same list where it would leave it. */
export function moved(clauses: readonly WrittenClause[], from: number, by: number): readonly WrittenClause[] {
  const to = from + by;
  const clause = clauses[from];
  if (!clause || to < 0 || to >= clauses.length) return clauses;
  const rest = clauses.filter((_, index) => index !== from);
  return [...rest.slice(0, to), clause, ...rest.slice(to)];
}

"use client";
import { useEffect, useRef } from "react";

export interface EditorKeys {
  next: () => void;
  previous: () => void;
  undo: () => void;
  redo: () => void;
  save: () => void;
  move: (by: 1 | -1) => void;
}

/** The editor's keys, wherever the hand is in it: ⌘Enter next clause, ⌘Z undo, ⌘S save, ⌥↑ and ⌥↓ move. */
export function useEditorKeys(keys: EditorKeys, on: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!on) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const run = commandOf(event, latest.current);
      if (!run || document.querySelector("[data-modal]")) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [on]);
}

function commandOf(event: KeyboardEvent, keys: EditorKeys): (() => void) | null {
  const { key, shiftKey, altKey } = event;
  if (event.ctrlKey || event.metaKey) {
    if (altKey) return null;
    if (key === "Enter") return shiftKey ? keys.previous : keys.next;
    if (key.toLowerCase() === "z") return shiftKey ? keys.redo : keys.undo;
    if (key.toLowerCase() === "y") return keys.redo;
    return key.toLowerCase() === "s" ? keys.save : null;
  }
  if (!altKey || (key !== "ArrowUp" && key !== "ArrowDown")) return null;
  return () => keys.move(key === "ArrowUp" ? -1 : 1);
}

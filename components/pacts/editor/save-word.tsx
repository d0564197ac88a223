"use client";
import { clock } from "@/components/trust/words";
import { Button } from "@/components/ui/button";
import type { SaveState } from "./use-autosave";

/** Where the draft stands: saved when and as which edit, or why not. */
export function SaveWord({
  state,
  saved,
  onRetry,
}: {
  state: SaveState;
  saved: { edits: number };
  onRetry: () => void;
}) {
  return (
    <span className="label flex items-center gap-2" role="status">
      <span className="max-sm:max-w-36 max-sm:truncate">{said(state, saved.edits)}</span>
      {state.is === "away" || state.is === "refused" ? (
        <Button size="small" onClick={onRetry}>
          Save again
        </Button>
      ) : null}
    </span>
  );
}

function said(state: SaveState, edits: number): string {
  switch (state.is) {
    case "saved":
      return state.at ? `Saved ${clock(Date.parse(state.at))}, edit ${edits}` : `Saved, edit ${edits}`;
    case "changed":
    case "saving":
      return "Saving…";
    case "unreadable":
      return "Not saved: it is no pact yet";
    case "refused":
      return `Not saved: ${state.refusal.errors[0]?.message ?? state.refusal.detail}`;
    case "away":
      return "Not saved: the server did not answer";
    case "clash":
      return "Not saved: two edits of the same place";
  }
}

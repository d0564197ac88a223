/** What was edited, undone and redone: pure. Data is shared between states, so a long history costs little. */
import type { PactInput } from "@/lib/domain/pact";

export interface Editing {
  present: PactInput;
  past: readonly PactInput[];
  future: readonly PactInput[];
  /** What was edited last, and when (ms): further letters in one field are one step. */
  last: { mark: string; at: number } | null;
}

export type EditingAct =
  | { do: "edit"; next: PactInput; mark: string; at: number }
  /** Somebody else's edit, or a choice between two: not to be undone into what no longer stands. */
  | { do: "take"; next: PactInput }
  | { do: "undo" }
  | { do: "redo" };

const ONE_STEP_MS = 1500;
const MOST = 200;

export const begin = (present: PactInput): Editing => ({ present, past: [], future: [], last: null });

export function edited(state: Editing, act: EditingAct): Editing {
  const { present, past, future, last } = state;
  switch (act.do) {
    case "edit": {
      if (act.next === present) return state;
      const goesOn = last !== null && last.mark === act.mark && act.at - last.at < ONE_STEP_MS;
      const before = goesOn ? past : [...past.slice(-MOST), present];
      return { present: act.next, past: before, future: [], last: { mark: act.mark, at: act.at } };
    }
    case "take":
      return { present: act.next, past: [...past.slice(-MOST), present], future: [], last: null };
    case "undo": {
      const before = past.at(-1);
      if (!before) return state;
      return { present: before, past: past.slice(0, -1), future: [present, ...future], last: null };
    }
    case "redo": {
      const [next, ...rest] = future;
      return next ? { present: next, past: [...past, present], future: rest, last: null } : state;
    }
  }
}

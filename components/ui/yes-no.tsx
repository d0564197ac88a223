"use client";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "./button";
import { HeldBar, useHeld } from "./held";

interface Word {
  pending: boolean;
  say: () => void;
}

interface Props {
  /** What yes is called, and what is told while it is held back: ["Approve", "Approving"]. */
  words: readonly [yes: string, saying: string];
  yes: Word;
  no: Word;
  /** Yes alone does not suffice. */
  another?: boolean;
}

/** Yes (A) or no (D) to what somebody asks for, each held back for some seconds. */
export function YesNo({ words: [approve, approving], yes, no, another = false }: Props) {
  const wait = useHeld();
  const sayYes = () => (wait.held ? wait.now() : wait.hold(approving, yes.say));
  const sayNo = () => (wait.held ? wait.now() : wait.hold("Denying", no.say));
  useShortcut("a", approve, sayYes);
  useShortcut("d", "Deny", sayNo);
  return (
    <>
      {wait.held ? <HeldBar held={wait.held} undo={wait.undo} now={wait.now} /> : null}
      <div className="mt-3 flex flex-wrap items-center justify-end gap-2" hidden={wait.held !== null}>
        {another ? (
          <span className="mr-auto text-ink-2 max-sm:w-full">Another approver is needed after you.</span>
        ) : null}
        <Button shortcut="D" busy={no.pending} onClick={sayNo}>
          {no.pending ? "Recording…" : "Deny"}
        </Button>
        <Button variant="primary" shortcut="A" busy={yes.pending} onClick={sayYes}>
          {yes.pending ? "Recording…" : approve}
        </Button>
      </div>
    </>
  );
}

"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/choices";
import { toast } from "@/components/ui/toast";
import { SaveWord } from "./save-word";
import type { useAutosave } from "./use-autosave";
import type { useEditing } from "./use-editing";

interface BarProps {
  editing: ReturnType<typeof useEditing>;
  autosave: ReturnType<typeof useAutosave>;
  view: "form" | "yaml";
  onView: (view: "form" | "yaml") => void;
  onNext: () => void;
  open: boolean;
}

/** Where the draft stands, and the ways through it. */
export function Bar({ editing, autosave, view, onView, onNext, open }: BarProps) {
  return (
    <>
      <SaveWord state={autosave.state} saved={autosave.saved} onRetry={() => void autosave.flush()} />
      {open ? (
        <>
          <Button
            size="small"
            variant="bare"
            className="max-sm:hidden"
            onClick={editing.undo}
            aria-disabled={!editing.canUndo}
          >
            Undo
          </Button>
          <Button
            size="small"
            variant="bare"
            className="max-sm:hidden"
            onClick={editing.redo}
            aria-disabled={!editing.canRedo}
          >
            Redo
          </Button>
          <Segmented
            label="Edit as"
            value={view}
            options={[
              { value: "form", label: "Form" },
              { value: "yaml", label: "YAML" },
            ]}
            onChange={onView}
          />
          {view === "form" ? (
            <Button size="small" shortcut="Ctrl ⏎" className="max-lg:hidden" onClick={onNext}>
              Next clause
            </Button>
          ) : null}
        </>
      ) : null}
    </>
  );
}

/** An edit of what others look at is a step of its own. */
export function InReview({ approvals, onOpen }: { approvals: number; onOpen: () => void }) {
  return (
    <div className="ed-clash">
      <p className="text-sm">
        This draft is in review
        {approvals > 0 ? ` with ${approvals === 1 ? "one approval" : `${approvals} approvals`}` : ""}. An edit takes it
        back
        {approvals > 0 ? " and voids what was approved" : ""}.
      </p>
      <Button className="mt-2" size="small" onClick={onOpen}>
        Edit all the same
      </Button>
    </div>
  );
}

interface LeavingProps {
  pact: string;
  version: number;
  /** Saves; the hash that stands then, or null where it could not be saved. */
  settle: () => Promise<string | null>;
  /** Whether what stands in the text reads as a pact. */
  leave: () => boolean;
}

/** Saves, then opens the draft's page, where recorded decisions are replayed under it. */
export function Replay({ pact, version, settle, leave }: LeavingProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const onReplay = async () => {
    if (!leave()) return;
    setBusy(true);
    const saved = await settle();
    setBusy(false);
    if (saved) router.push(`/pacts/${pact}?version=${version}#simulation`);
    else toast({ title: "Not saved yet, so it cannot be replayed. Mend what is marked first.", failed: true });
  };
  return (
    <Button busy={busy} onClick={() => void onReplay()}>
      Replay in full
    </Button>
  );
}

interface SubmitProps extends LeavingProps {
  submit: Act<[{ pact: string; hash: string }], unknown>;
}

/** Saves, then puts the draft up for approval. */
export function Submit({ pact, version, settle, submit, leave }: SubmitProps) {
  const router = useRouter();
  const { run, pending, refusal } = useAct(submit, {
    said: "Submitted for review",
    after: () => router.push(`/pacts/${pact}?version=${version}`),
  });
  const onSubmit = async () => {
    if (!leave()) return;
    const hash = await settle();
    if (hash) run({ pact, hash });
    else toast({ title: "Not submitted: the draft is not saved yet. Mend what is marked first.", failed: true });
  };
  return (
    <>
      <Button variant="primary" busy={pending} onClick={() => void onSubmit()}>
        {pending ? "Recording…" : "Submit for review"}
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}

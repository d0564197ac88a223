"use client";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Field, problemAt, Textarea } from "@/components/ui/field";
import { HeldBar, useHeld } from "@/components/ui/held";

export type ReviewAct = Act<[{ id: string; reason?: string }], { answer: { permitted: boolean } | null }>;

/** A person's word on a held decision: approve (A) or deny (D), with a reason. */
export function ReviewWord({ id, approve, deny }: { id: string; approve: ReviewAct; deny: ReviewAct }) {
  const [reason, setReason] = useState("");
  const yes = useAct(approve, {
    said: ({ answer }) =>
      answer?.permitted ? "Approved: the action is permitted" : "Approved, but not permitted: something else holds it",
  });
  const no = useAct(deny, { said: "Denied" });
  const word = { id, reason: reason.trim() || undefined };
  const refusal = yes.refusal ?? no.refusal;
  const wait = useHeld();
  const sayYes = () => (wait.held ? wait.now() : wait.hold("Approving", () => yes.run(word)));
  const sayNo = () => (wait.held ? wait.now() : wait.hold("Denying", () => no.run(word)));
  useShortcut("a", "Approve", sayYes);
  useShortcut("d", "Deny", sayNo);
  return (
    <div className="word-bar">
      <Field label="Reason" aside="optional" error={problemAt(refusal?.errors, "reason")}>
        <Textarea value={reason} onValueChange={setReason} rows={2} />
      </Field>
      {wait.held ? <HeldBar held={wait.held} undo={wait.undo} now={wait.now} /> : null}
      <div className="mt-3 flex justify-end gap-2" hidden={wait.held !== null}>
        <Button shortcut="D" busy={no.pending} onClick={sayNo}>
          {no.pending ? "Recording…" : "Deny"}
        </Button>
        <Button variant="primary" shortcut="A" busy={yes.pending} onClick={sayYes}>
          {yes.pending ? "Recording…" : "Approve"}
        </Button>
      </div>
      <Refused refusal={refusal} fields={["reason"]} />
    </div>
  );
}

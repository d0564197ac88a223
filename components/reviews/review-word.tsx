"use client";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Field, problemAt, Textarea } from "@/components/ui/field";

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
  useShortcut("a", "Approve", () => yes.run(word));
  useShortcut("d", "Deny", () => no.run(word));
  return (
    <div className="word-bar">
      <Field label="Reason" aside="optional" error={problemAt(refusal?.errors, "reason")}>
        <Textarea value={reason} onValueChange={setReason} rows={2} />
      </Field>
      <div className="mt-3 flex justify-end gap-2">
        <Button shortcut="D" busy={no.pending} onClick={() => no.run(word)}>
          {no.pending ? "Recording…" : "Deny"}
        </Button>
        <Button variant="primary" shortcut="A" busy={yes.pending} onClick={() => yes.run(word)}>
          {yes.pending ? "Recording…" : "Approve"}
        </Button>
      </div>
      <Refused refusal={refusal} fields={["reason"]} />
    </div>
  );
}

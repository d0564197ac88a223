"use client";
import { useState } from "react";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Field, problemAt, Textarea } from "@/components/ui/field";
import { YesNo } from "@/components/ui/yes-no";

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
  return (
    <div className="word-bar">
      <Field label="Reason" aside="optional" error={problemAt(refusal?.errors, "reason")}>
        <Textarea value={reason} onValueChange={setReason} rows={2} />
      </Field>
      <YesNo
        words={["Approve", "Approving"]}
        yes={{ pending: yes.pending, say: () => yes.run(word) }}
        no={{ pending: no.pending, say: () => no.run(word) }}
      />
      <Refused refusal={refusal} fields={["reason"]} />
    </div>
  );
}

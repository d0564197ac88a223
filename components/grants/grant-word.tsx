"use client";
import { useState } from "react";
import { type Act, ActButton, ActForm, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, problemAt, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { YesNo } from "@/components/ui/yes-no";
import { type Grant, sayGrant } from "./grant";

export type SettleGrant = Act<[{ id: string; reason?: string }], Grant>;

interface GrantWordProps {
  grant: Grant;
  approve: SettleGrant;
  deny: SettleGrant;
}

/** The word of another person on a request for authority: grant it (A) or deny it (D). */
export function GrantWord({ grant, approve, deny }: GrantWordProps) {
  const { id, level, quorum, approvals } = grant;
  const [note, setNote] = useState("");
  const yes = useAct(approve, {
    said: (after) =>
      after.state === "requested" ? `Approved: ${sayGrant(after).toLowerCase()}` : `${level} authority granted`,
  });
  const no = useAct(deny, { said: "Request denied" });
  const refusal = yes.refusal ?? no.refusal;
  const word = { id, reason: note.trim() || undefined };
  return (
    <div className="word-bar">
      <Field label="Note" aside="optional" error={problemAt(refusal?.errors, "reason")}>
        <Input value={note} onValueChange={setNote} />
      </Field>
      <YesNo
        words={["Grant", "Granting"]}
        yes={{ pending: yes.pending, say: () => yes.run(word) }}
        no={{ pending: no.pending, say: () => no.run(word) }}
        another={quorum - approvals.filter(({ counts }) => counts).length > 1}
      />
      <Refused refusal={refusal} fields={["reason"]} />
    </div>
  );
}

/** A word with an optional reason, asked for in a dialog: takes a request back, or confirms a probation. */
export function GrantAct({ grant, act, kind }: { grant: Grant; act: SettleGrant; kind: "withdraw" | "confirm" }) {
  const [open, setOpen] = useState(false);
  const words = WORDS[kind];
  return (
    <div className="word-bar flex justify-end">
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={<Button variant={kind === "confirm" ? "primary" : undefined}>{words.open}</Button>}
        title={words.title(grant)}
        description={words.description}
      >
        <ActForm
          act={act}
          said={words.said}
          after={() => setOpen(false)}
          fields={["reason"]}
          input={(form) => ({ id: grant.id, reason: asText(form.get("reason")) })}
        >
          {(error) => (
            <>
              <Field label="Reason" aside="optional" name="reason" error={error("reason")}>
                <Textarea name="reason" rows={3} />
              </Field>
              <DialogActions>
                <ActButton>{words.act}</ActButton>
              </DialogActions>
            </>
          )}
        </ActForm>
      </Dialog>
    </div>
  );
}

const WORDS = {
  withdraw: {
    open: "Withdraw request",
    title: () => "Withdraw the request?",
    description: "Nobody can grant it any more.",
    said: "Request withdrawn",
    act: "Withdraw",
  },
  confirm: {
    open: "Confirm",
    title: ({ level }: Grant) => `Confirm ${level} authority?`,
    description: "It holds on after its probation, and falls back no more by itself.",
    said: "Probation confirmed",
    act: "Confirm",
  },
} as const;

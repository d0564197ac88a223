"use client";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { useNow } from "@/components/trust/now";
import { span } from "@/components/trust/words";
import { type Act, ActButton, ActForm, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, problemAt, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/instant";
import { Select } from "@/components/ui/select";
import { type Override, sayState } from "./override";

export type ApproveOverride = Act<[{ id: string; endsAt?: string; note?: string }], Override>;
export type EndOverride = Act<[{ id: string; reason?: string }], unknown>;

const HOUR = 3_600_000;
const SHORTER = [1, 2, 4, 8, 24, 48].map((hours) => hours * HOUR);
const AS_ASKED = "asked";

/** The word of another person: approve (A), perhaps for less time, or deny (D). */
export function OverrideWord({
  override,
  approve,
  deny,
}: {
  override: Override;
  approve: ApproveOverride;
  deny: EndOverride;
}) {
  const { id, quorum, approvals } = override;
  const now = useNow();
  const [length, setLength] = useState<string>(AS_ASKED);
  const [note, setNote] = useState("");
  const from = Math.max(now, Date.parse(override.startsAt));
  const left = Date.parse(override.endsAt) - from;
  const yes = useAct(approve, {
    said: (after) => (after.state === "requested" ? `Endorsed: ${sayState(after).toLowerCase()}` : "Override approved"),
  });
  const no = useAct(deny, { said: "Override denied" });
  const text = note.trim() || undefined;
  const onApprove = () =>
    yes.run({
      id,
      note: text,
      endsAt: length === AS_ASKED ? undefined : new Date(from + Number(length)).toISOString(),
    });
  const onDeny = () => no.run({ id, reason: text });
  useShortcut("a", "Approve", onApprove);
  useShortcut("d", "Deny", onDeny);
  const refusal = yes.refusal ?? no.refusal;
  const second =
    quorum - approvals.length > 1
      ? `A ${approvals.length + 2 === 2 ? "second" : "further"} approver is needed after you.`
      : "";
  return (
    <div className="word-bar">
      <div className="grid grid-cols-[200px_minmax(0,1fr)] gap-3 max-sm:grid-cols-1">
        <Field label="For" error={problemAt(refusal?.errors, "endsAt")}>
          <Select
            value={length}
            onValueChange={(value) => setLength(value ?? AS_ASKED)}
            options={[
              { value: AS_ASKED, label: `${span(left, true)}, as asked` },
              ...SHORTER.filter((ms) => ms < left).map((ms) => ({ value: String(ms), label: span(ms) })),
            ]}
          />
        </Field>
        <Field
          label="Note"
          aside="optional"
          error={problemAt(refusal?.errors, "note") ?? problemAt(refusal?.errors, "reason")}
        >
          <Input value={note} onValueChange={setNote} />
        </Field>
      </div>
      <div className="mt-3 flex flex-wrap items-center justify-end gap-2">
        {second ? <span className="mr-auto text-ink-2 max-sm:w-full">{second}</span> : null}
        <Button shortcut="D" busy={no.pending} onClick={onDeny}>
          {no.pending ? "Recording…" : "Deny"}
        </Button>
        <Button variant="primary" shortcut="A" busy={yes.pending} onClick={onApprove}>
          {yes.pending ? "Recording…" : "Approve"}
        </Button>
      </div>
      <Refused refusal={refusal} fields={["endsAt", "note", "reason"]} />
    </div>
  );
}

/** Ends an override before its time. */
export function RevokeOverride({ override, revoke }: { override: Override; revoke: EndOverride }) {
  const [open, setOpen] = useState(false);
  const request = override.state === "requested";
  return (
    <div className="word-bar flex justify-end">
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={<Button>{request ? "Withdraw request" : "Revoke"}</Button>}
        title={request ? "Withdraw the request?" : "Revoke the override?"}
        description={
          request ? "Nobody can approve it any more." : "What it took away acts again from the next decision on."
        }
      >
        <ActForm
          act={revoke}
          said={request ? "Request withdrawn" : "Override revoked"}
          after={() => setOpen(false)}
          fields={["reason"]}
          input={(form) => ({ id: override.id, reason: asText(form.get("reason")) })}
        >
          {(error) => (
            <>
              <Field label="Reason" aside="optional" name="reason" error={error("reason")}>
                <Textarea name="reason" rows={3} />
              </Field>
              <DialogActions>
                <ActButton>{request ? "Withdraw" : "Revoke"}</ActButton>
              </DialogActions>
            </>
          )}
        </ActForm>
      </Dialog>
    </div>
  );
}

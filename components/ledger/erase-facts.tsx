"use client";
import { useState } from "react";
import { count } from "@/components/trust/words";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { ConfirmCancel, ConfirmDialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";

export type Erase = Act<[{ index: number; reason: string }], { index: number; kind: string }>;

/** Takes an entry's facts and their salt for good, once the reason is given. */
export function EraseFacts({ number, erase }: { number: number; erase: Erase }) {
  const [open, setOpen] = useState(false);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Erase its facts</Button>}
      title={`Erase the facts of entry #${count(number)}?`}
      description={
        <>
          Who did what to what is deleted, with the salt that it was sealed under. Its leaf stays in its place and says
          nothing any more: the log verifies as before, and so do receipts that were given. An entry of its own will say
          that you erased it, and why. This cannot be taken back.
        </>
      }
    >
      <ActForm
        act={erase}
        said={`Facts of entry #${count(number)} erased`}
        after={() => setOpen(false)}
        fields={["reason"]}
        input={(form) => ({ index: number, reason: String(form.get("reason") ?? "") })}
      >
        {(error) => (
          <>
            <Field
              label="Reason"
              name="reason"
              error={error("reason")}
              help="Stays on record, so name nobody whose facts these are."
            >
              <Textarea name="reason" rows={3} placeholder="A request under Art. 17 GDPR, case 2026-114" />
            </Field>
            <div className="mt-6 flex justify-end gap-2">
              <ConfirmCancel />
              <ActButton>Erase for good</ActButton>
            </div>
          </>
        )}
      </ActForm>
    </ConfirmDialog>
  );
}

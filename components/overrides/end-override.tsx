"use client";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import type { Override } from "./override";

type End = Act<[{ id: string; reason?: string }], unknown>;

/** Ends an override before its time, or takes a request of one's own back. */
export function EndOverride({ override: { id, state }, act }: { override: Override; act: End }) {
  const [open, setOpen] = useState(false);
  const request = state === "requested";
  return (
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
        act={act}
        said={request ? "Request withdrawn" : "Override revoked"}
        after={() => setOpen(false)}
        fields={["reason"]}
        input={(form) => ({ id, reason: asText(form.get("reason")) })}
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
  );
}

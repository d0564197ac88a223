"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmCancel, ConfirmDialog, Dialog, DialogActions } from "@/components/ui/dialog";
import { dropWebhook, newWebhookSecret, pauseWebhook, sendAgain, tryWebhook } from "../actions";
import { SendButton } from "../again";
import { FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";
import { SigningSecret } from "./webhook-form";

/** A message to try the receiver with; if it arrives, what waits is sent at once. */
export const TryWebhook = ({ id }: { id: string }) => (
  <SendButton perform={tryWebhook} said="Ping sent" label="Send a ping" fields={{ id }} variant="primary" />
);

export const SendAgain = ({ id, kind }: { id: string; kind: string }) => (
  <SendButton perform={sendAgain} said="Sent again" label="Send again" of={kind} fields={{ id }} />
);

export const PauseWebhook = ({ id, enabled }: { id: string; enabled: boolean }) => (
  <SendButton
    perform={pauseWebhook}
    said={enabled ? "Paused: what happens waits" : "Resumed"}
    label={enabled ? "Pause" : "Resume"}
    fields={{ id, enabled: String(!enabled) }}
    variant="plain"
  />
);

/** A new secret, shown once; both sign for a day. */
export function RotateWebhook({ id }: { id: string }) {
  return (
    <Dialog trigger={<Button>Rotate secret</Button>} title="Rotate the signing secret" width={600}>
      <RotateForm id={id} />
    </Dialog>
  );
}

function RotateForm({ id }: { id: string }) {
  const { submit, busy, problem, result } = useVerb(newWebhookSecret, "Secret rotated");
  if (result)
    return (
      <>
        <SigningSecret secret={result.secret} />
        <DialogActions cancel="Done">{null}</DialogActions>
      </>
    );
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <input type="hidden" name="id" value={id} />
      <p className="text-sm">For 24 hours messages carry both signatures, so that the receiver can change over.</p>
      <DialogActions>
        <VerbButton busy={busy}>Make a new secret</VerbButton>
      </DialogActions>
    </form>
  );
}

export function DropWebhook({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const { submit, busy, problem } = useVerb(dropWebhook, "Webhook removed", () => router.push("/settings/webhooks"));
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Remove</Button>}
      title={`Remove ${name}?`}
      description="What still waits for it is not sent, and its log goes. Pause it instead to keep both."
    >
      <form onSubmit={submit}>
        <FormProblem problem={problem} />
        <input type="hidden" name="id" value={id} />
        <div className="mt-5 flex justify-end gap-2">
          <ConfirmCancel />
          <VerbButton busy={busy}>Remove</VerbButton>
        </div>
      </form>
    </ConfirmDialog>
  );
}

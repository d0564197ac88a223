"use client";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { ConfirmCancel, ConfirmDialog, Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";

export type NameWitness = Act<[{ url: string; key: string }], { id: string; name: string }>;
export type AskNoMore = Act<[string], unknown>;

/** Names a witness by its address and its key; the key holds its name. */
export function NewWitness({ add }: { add: NameWitness }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Name a witness</Button>}
      title="Name a witness"
      description="It is asked to cosign every signed head from now on. Take address and key from whoever runs it, by a way that is not ours."
    >
      <ActForm
        act={add}
        said={({ name }) => `${name} is a witness now`}
        after={() => setOpen(false)}
        fields={["url", "key"]}
        className="flex flex-col gap-4"
        input={(form) => ({ url: String(form.get("url") ?? "").trim(), key: String(form.get("key") ?? "").trim() })}
      >
        {(error) => (
          <>
            <Field label="Address" name="url" help="/add-checkpoint follows it." error={error("url")}>
              <Input name="url" type="url" placeholder="https://witness.example" />
            </Field>
            <Field
              label="Verifier key"
              name="key"
              help="As it prints it when it starts: name+hash+base64. Its name stands in the key."
              error={error("key")}
            >
              <Textarea name="key" mono rows={3} placeholder="witness.example/globex+9f3c2ab1+BA…" />
            </Field>
            <DialogActions>
              <ActButton>Name it</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}

export function DropWitness({ id, name, drop }: { id: string; name: string; drop: AskNoMore }) {
  const [open, setOpen] = useState(false);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" variant="bare" aria-label={`Ask ${name} no more`}>
          Ask no more
        </Button>
      }
      title={`Ask ${name} no more?`}
      description="It is sent no further heads. What it cosigned stays valid, and the ledger says that you stopped asking."
    >
      <ActForm act={drop} said={`${name} is asked no more`} after={() => setOpen(false)} input={() => id}>
        {() => (
          <div className="flex justify-end gap-2">
            <ConfirmCancel />
            <ActButton>Ask no more</ActButton>
          </div>
        )}
      </ActForm>
    </ConfirmDialog>
  );
}

"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmCancel, ConfirmDialog } from "@/components/ui/dialog";
import type { ActionResult } from "@/lib/border/action";
import { FormProblem, VerbButton } from "./parts";
import { useVerb } from "./use-verb";

interface ConfirmVerbProps<T> {
  perform: (form: FormData) => Promise<ActionResult<T>>;
  /** What has happened, as a sentence without its full stop. */
  said: string;
  /** What ends: a hidden field of the form. */
  name: string;
  value: string;
  /** On the buttons: "Revoke". */
  verb: string;
  /** What the row's button does, and of what: "Revoke staging". The question is this with a question mark. */
  title: string;
  /** What follows, and whether it can be undone. */
  description: string;
}

/** A row's button that ends something, after asking. */
export function ConfirmVerb<T>({ perform, said, name, value, verb, title, description }: ConfirmVerbProps<T>) {
  const [open, setOpen] = useState(false);
  const { submit, busy, problem } = useVerb(perform, said, () => setOpen(false));
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" variant="bare" aria-label={title}>
          {verb}
        </Button>
      }
      title={`${title}?`}
      description={description}
    >
      <form onSubmit={submit}>
        <FormProblem problem={problem} />
        <input type="hidden" name={name} value={value} />
        <div className="mt-5 flex justify-end gap-2">
          <ConfirmCancel />
          <VerbButton busy={busy}>{verb}</VerbButton>
        </div>
      </form>
    </ConfirmDialog>
  );
}

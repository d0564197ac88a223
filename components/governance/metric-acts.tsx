"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Act, ActButton, ActForm, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { ConfirmDialog, Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";

type Of<I> = Act<[I], unknown>;

/** Measures now; a breach acts at once. */
export function MeasureNow({ slug, act }: { slug: string; act: Of<{ slug: string }> }) {
  const { run, pending } = useAct(act, { said: "Measured" });
  return (
    <Button busy={pending} onClick={() => run({ slug })}>
      Measure now
    </Button>
  );
}

/** A person's word that what the breach did shall hold no longer. */
export function Lift({ slug, act }: { slug: string; act: Of<{ slug: string; reason: string }> }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Lift</Button>}
      title="Lift what the breach did?"
      description="The next decision is made without it. The metric acts again once it was within its threshold."
    >
      <ActForm
        act={act}
        said="Lifted"
        after={() => setOpen(false)}
        fields={["reason"]}
        input={(form) => ({ slug, reason: asText(form.get("reason")) ?? "" })}
      >
        {(error) => (
          <>
            <Field label="Why" name="reason" error={error("reason")}>
              <Textarea name="reason" rows={3} />
            </Field>
            <DialogActions>
              <ActButton>Lift</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}

/** The owner's look, on the record. */
export function Reviewed({ slug, act }: { slug: string; act: Of<{ slug: string; reason?: string }> }) {
  const { run, pending } = useAct(act, { said: "Review recorded" });
  return (
    <Button busy={pending} onClick={() => run({ slug })}>
      Still right
    </Button>
  );
}

/** Stops governing by it. */
export function Remove({ slug, act }: { slug: string; act: Of<{ slug: string }> }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="bare">Remove</Button>}
      title={`Govern no longer by ${slug}?`}
      description="A breach changes nothing from then on. What it did stays in the ledger."
    >
      <ActForm act={act} said="Metric removed" after={() => router.push("/governance")} input={() => ({ slug })}>
        {() => (
          <DialogActions>
            <ActButton>Remove metric</ActButton>
          </DialogActions>
        )}
      </ActForm>
    </ConfirmDialog>
  );
}

"use client";
import { useState } from "react";
import { ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import type { Remediate } from "./exposure-section";

/** Puts a decision to an incident that the range of time does not find by itself. */
export function LinkDecision({ incident, act }: { incident: string; act: Remediate }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="no-print mt-3">
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={<Button size="small">Link a decision</Button>}
        title="Link a decision to this incident"
        description="It stands among the exposed decisions, and in the post-incident pack."
      >
        <ActForm
          act={act}
          said="Decision linked"
          after={() => setOpen(false)}
          fields={["decisions.0", "note"]}
          input={(form) => ({
            subject: "incident" as const,
            id: incident,
            decisions: [asText(form.get("decision")) ?? ""],
            state: "open" as const,
            note: asText(form.get("note")),
          })}
        >
          {(error) => (
            <div className="flex flex-col gap-4">
              <Field label="Decision" name="decision" error={error("decisions.0")}>
                <Input name="decision" placeholder="dec_…" />
              </Field>
              <Field label="Why it belongs here" aside="optional" name="note" error={error("note")}>
                <Textarea name="note" rows={2} />
              </Field>
              <DialogActions>
                <ActButton>Link</ActButton>
              </DialogActions>
            </div>
          )}
        </ActForm>
      </Dialog>
    </div>
  );
}

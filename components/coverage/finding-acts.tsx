"use client";
import { useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { Select } from "@/components/ui/select";
import { FINDING_OUTCOMES, type FindingOutcome } from "@/lib/domain/finding";

export interface FindingActs {
  assign: Act<[{ id: string; team: string; alike: boolean }], unknown>;
  close: Act<[{ id: string; outcome: FindingOutcome; reason: string; alike: boolean }], unknown>;
}

interface Of {
  id: string;
  /** "payments.refund of refund-bot" */
  what: string;
  /** How many open ones are alike. */
  count: number;
}

const all = (count: number) => (count === 1 ? "this finding" : `all ${count.toLocaleString("en-GB")} alike`);

/** Says whose it is. */
export function AssignFinding({
  id,
  what,
  count,
  owner,
  teams,
  act,
}: Of & { owner: string | null; teams: Readonly<Record<string, string>>; act: FindingActs["assign"] }) {
  const [open, setOpen] = useState(false);
  const options = Object.entries(teams).map(([value, label]) => ({ value, label }));
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="bare" aria-label={`Assign ${what}`}>
          Assign
        </Button>
      }
      title="Whose is it?"
      description={`The team is told, and ${all(count)} of ${what} wait for its word.`}
    >
      <ActForm
        act={act}
        said="Assigned"
        after={() => setOpen(false)}
        fields={["team"]}
        input={(form) => ({ id, team: asText(form.get("team")) ?? "", alike: true })}
      >
        {(error) => (
          <>
            <Field label="Team" name="team" error={error("team")}>
              <Select name="team" options={options} defaultValue={owner ?? options[0]?.value} />
            </Field>
            <DialogActions>
              <ActButton>Assign {all(count)}</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}

const OUTCOMES = Object.entries(FINDING_OUTCOMES).map(([value, label]) => ({ value, label }));

/** A person's word on what became of it. */
export function CloseFinding({ id, what, count, act }: Of & { act: FindingActs["close"] }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button aria-label={`Close ${what}`}>Close</Button>}
      title={`What became of ${what}?`}
      description="It changes no figure: what ran without a permit did so. The next such call is a finding again."
    >
      <ActForm
        act={act}
        said="Closed"
        after={() => setOpen(false)}
        fields={["outcome", "reason"]}
        input={(form) => ({
          id,
          outcome: (asText(form.get("outcome")) ?? "") as FindingOutcome,
          reason: asText(form.get("reason")) ?? "",
          alike: true,
        })}
      >
        {(error) => (
          <>
            <Field label="What became of it" name="outcome" error={error("outcome")}>
              <Select name="outcome" options={OUTCOMES} defaultValue="gated" />
            </Field>
            <Field label="Why" name="reason" error={error("reason")} className="mt-3">
              <Textarea name="reason" rows={3} />
            </Field>
            <DialogActions>
              <ActButton>Close {all(count)}</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}

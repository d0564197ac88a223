"use client";
import { useState } from "react";
import { When } from "@/components/trust/when";
import { duration } from "@/components/trust/words";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";

interface Owed {
  agent: string;
  pact: string;
  clause: string;
  /** The team's name. */
  team: string;
  /** ISO 8601. */
  within: string;
  dueAt: string;
  escalated: "deputy" | "escalation" | null;
  answered: { at: string; by: { name: string }; note: string } | null;
}

interface Props {
  owed: Owed;
  now: number;
  /** null: the reader may not answer. */
  answer: Act<[{ agent: string; pact: string; clause: string; note: string }], unknown> | null;
}

const TOLD = { deputy: "Its deputy was told.", escalation: "Its escalation was told." } as const;

/** What the owner of a clause that acts owes, and the word that somebody is at it. */
export function OwedAnswer({ owed, now, answer }: Props) {
  const { team, within, dueAt, escalated, answered } = owed;
  if (answered)
    return (
      <p className="text-sm text-ink-2">
        {answered.by.name} answered for {team} <When at={answered.at} />: {answered.note}
      </p>
    );
  const late = Date.parse(dueAt) <= now;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <p className={late ? "font-medium text-block" : undefined}>
        {team} {late ? "owed" : "owes"} an answer within {duration(within)}: {late ? "overdue since" : "due"}{" "}
        <When at={dueAt} precise />. {escalated ? TOLD[escalated] : null}
      </p>
      {answer ? <Answer owed={owed} answer={answer} /> : null}
    </div>
  );
}

function Answer({ owed, answer }: { owed: Owed; answer: NonNullable<Props["answer"]> }) {
  const [open, setOpen] = useState(false);
  const { agent, pact, clause, team } = owed;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="small">Answer</Button>}
      title={`Answer for ${team}`}
      description="Nobody else is told that nobody is at it. What acts goes on acting until it is restored."
    >
      <ActForm
        act={answer}
        said="Answered"
        after={() => setOpen(false)}
        input={(form) => ({ agent, pact, clause, note: String(form.get("note") ?? "") })}
        fields={["note"]}
      >
        {(error) => (
          <>
            <Field label="What you found, or that you are at it" name="note" error={error("note")}>
              <Textarea rows={3} required />
            </Field>
            <DialogActions>
              <ActButton>Answer</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}

"use client";
import { type ReactElement, useState } from "react";
import { type Act, ActButton, ActForm } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { asText } from "@/components/ui/form-values";
import { joined } from "@/lib/domain/text";

type Latched = "failures" | "drift";

interface ClauseWordActs {
  sign: Act<
    [{ agent: string; pact: string; clause: string; trigger: Latched; reason: string }],
    { state: "signed" | "restored"; needs: string[] }
  >;
  verify: Act<[{ id: string; reason: string }], unknown>;
  clear: Act<[{ id: string; reason: string }], unknown>;
}

export interface ClauseWordProps {
  agent: string;
  pact: string;
  clause: string;
  title: string;
  /** What stays until a person signs, beside the evidence. */
  latched: readonly Latched[];
  /** A drift that nobody has cleared. */
  drift: { id: string; state: "suspected" | "verified" } | null;
  may: { sign: boolean; judge: boolean };
  acts: ClauseWordActs;
}

/** A person's word on a clause: a drift is real or not, what is latched may be lifted. */
export function ClauseWord({ agent, pact, clause, title, latched, drift, may, acts }: ClauseWordProps) {
  const signs = may.sign ? latched : [];
  // What is verified is lifted by restoration, not by a word that it was nothing.
  const judged = may.judge && drift?.state === "suspected" ? drift : null;
  if (signs.length === 0 && !judged) return null;
  return (
    <div className="no-print flex flex-wrap gap-2">
      {judged ? (
        <Word
          trigger={<Button size="small">Verify the drift</Button>}
          title={`Verify the drift of ${title}?`}
          description="It is real: what the pact says of drift acts from the next decision on."
          label="Verify"
          said="Drift verified"
          act={acts.verify}
          input={(reason) => ({ id: judged.id, reason })}
        />
      ) : null}
      {judged ? (
        <Word
          trigger={<Button size="small">Clear the drift</Button>}
          title={`Clear the drift of ${title}?`}
          description="It was a false alarm: the monitor starts anew. The reason stands in the ledger."
          label="Clear"
          said="Drift cleared"
          act={acts.clear}
          input={(reason) => ({ id: judged.id, reason })}
        />
      ) : null}
      {signs.map((trigger) => (
        <Word
          key={trigger}
          trigger={<Button size="small">Sign off {trigger}</Button>}
          title={`May the consequence of ${trigger} be lifted?`}
          description="It is lifted once the evidence suffices and everybody whose word it takes has signed: the owning team and, on a critical clause, one person outside it."
          label="Sign off"
          said={({ state, needs }) => (state === "restored" ? "Restored" : `Signed; it still takes ${joined(needs)}`)}
          act={acts.sign}
          input={(reason) => ({ agent, pact, clause, trigger, reason })}
        />
      ))}
    </div>
  );
}

interface WordProps<I, T> {
  trigger: ReactElement;
  title: string;
  description: string;
  label: string;
  said: string | ((result: T) => string);
  act: Act<[I], T>;
  input: (reason: string) => I;
}

function Word<I, T>({ trigger, title, description, label, said, act, input }: WordProps<I, T>) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen} trigger={trigger} title={title} description={description}>
      <ActForm
        act={act}
        said={said}
        after={() => setOpen(false)}
        fields={["reason"]}
        input={(form) => input(asText(form.get("reason")) ?? "")}
      >
        {(error) => (
          <>
            <Field label="Reason" name="reason" error={error("reason")}>
              <Textarea name="reason" rows={3} />
            </Field>
            <DialogActions>
              <ActButton>{label}</ActButton>
            </DialogActions>
          </>
        )}
      </ActForm>
    </Dialog>
  );
}

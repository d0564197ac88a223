"use client";
import { useState } from "react";
import { When } from "@/components/trust/when";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Field, Input, problemAt } from "@/components/ui/field";
import type { Override } from "./override";

export type RatifyOverride = Act<[{ id: string; note?: string }], unknown>;

/** Where the ratification of a break-glass stands. */
export function GlassCourse({ of }: { of: NonNullable<Override["breakGlass"]> }) {
  const { ratification, ratifyBy, ratifiedBy } = of;
  return (
    <p className="mt-2 border-l-2 border-block pl-3">
      <b className="font-medium">Break-glass.</b> It took effect before anybody approved it, and is an exception.{" "}
      {ratification === "ratified" ? `Ratified by ${ratifiedBy?.name}.` : null}
      {ratification === "due" ? (
        <>
          Another person has to ratify it <When at={ratifyBy} precise />, else it counts as a breach.
        </>
      ) : null}
      {ratification === "overdue" ? "Nobody ratified it in time: it counts as a breach." : null}
    </p>
  );
}

/** Another person's word that it was right. */
export function RatifyWord({ id, ratify }: { id: string; ratify: RatifyOverride }) {
  const [note, setNote] = useState("");
  const { run, pending, refusal } = useAct(ratify, { said: "Break-glass ratified" });
  return (
    <div className="word-bar">
      <Field label="Note" aside="optional" error={problemAt(refusal?.errors, "note")}>
        <Input value={note} onValueChange={setNote} />
      </Field>
      <div className="mt-3 flex justify-end">
        <Button variant="primary" busy={pending} onClick={() => run({ id, note: note.trim() || undefined })}>
          {pending ? "Recording…" : "Ratify"}
        </Button>
      </div>
      <Refused refusal={refusal} fields={["note"]} />
    </div>
  );
}

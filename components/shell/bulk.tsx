"use client";
import { useState } from "react";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Field, Input, problemAt } from "@/components/ui/field";

export interface BulkResult {
  items: { id: string; ok: boolean; state: string | null; error: { detail: string } | null }[];
}
export type BulkAct = Act<[{ ids: string[]; answer: "approve" | "deny"; reason?: string }], BulkResult>;

export interface BulkProps {
  act: BulkAct;
  /** What is chosen, in the plural: "requests". */
  noun: string;
  /** By id, how a result names it. */
  nameOf: (id: string) => string;
  chosen: readonly string[];
  onDone: () => void;
}

/** One word on several with one shared reason; afterwards each says its own result. */
export function BulkBar({ act, noun, nameOf, chosen, onDone }: BulkProps) {
  const [reason, setReason] = useState("");
  const [told, setTold] = useState<BulkResult | null>(null);
  const said = ({ items }: BulkResult) => {
    const done = items.filter(({ ok }) => ok).length;
    return done === items.length ? `${done} ${noun} answered` : `${done} of ${items.length} ${noun} answered`;
  };
  const { run, pending, refusal } = useAct(act, {
    said,
    after: (result) => {
      setTold(result);
      onDone();
    },
  });
  const say = (answer: "approve" | "deny") => run({ ids: [...chosen], answer, reason: reason.trim() || undefined });
  if (chosen.length === 0) return told ? <Told told={told} nameOf={nameOf} onClose={() => setTold(null)} /> : null;
  return (
    <section aria-label={`${chosen.length} ${noun} chosen`} className="bulk-bar">
      <Field label="One reason for all" aside="optional" error={problemAt(refusal?.errors, "reason")}>
        <Input value={reason} onValueChange={setReason} />
      </Field>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button variant="bare" onClick={onDone}>
          Clear
        </Button>
        <Button className="ml-auto" busy={pending} onClick={() => say("deny")}>
          {pending ? "Recording…" : `Deny ${chosen.length}`}
        </Button>
        <Button variant="primary" busy={pending} onClick={() => say("approve")}>
          {pending ? "Recording…" : `Approve ${chosen.length}`}
        </Button>
      </div>
      <Refused refusal={refusal} fields={["reason"]} />
    </section>
  );
}

function Told({ told, nameOf, onClose }: { told: BulkResult; nameOf: (id: string) => string; onClose: () => void }) {
  const refused = told.items.filter(({ ok }) => !ok);
  return (
    <section aria-label="Results" className="bulk-bar">
      <p>
        {told.items.length - refused.length} recorded, {refused.length} refused.
      </p>
      {refused.length > 0 ? (
        <ul className="mt-1 max-h-40 overflow-auto">
          {refused.map(({ id, error }) => (
            <li key={id}>
              <b className="font-medium">{nameOf(id)}</b>: {error?.detail}
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-2 flex justify-end">
        <Button size="small" onClick={onClose}>
          Close
        </Button>
      </div>
    </section>
  );
}

"use client";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Field, Input, problemAt } from "@/components/ui/field";
import { HeldBar, useHeld } from "@/components/ui/held";

interface BulkResult {
  items: { id: string; ok: boolean; state: string | null; error: { detail: string } | null }[];
}
interface BulkWord {
  ids: string[];
  answer: "approve" | "deny";
  reason?: string;
  /** By id, of what each asks for: an approval is given to nothing else. */
  hashes?: Record<string, string>;
}
export type BulkAct = Act<[BulkWord], BulkResult>;

export interface BulkProps {
  act: BulkAct;
  /** What is chosen, in the plural: "requests". */
  noun: string;
  /** By id, how a result names it. */
  nameOf: (id: string) => string;
  /** By id, where what it asks for can change. */
  hashOf: (id: string) => string | undefined;
  chosen: readonly string[];
  /** A and D are for the chosen ones, not for one that is looked at. */
  keys: boolean;
  onDone: () => void;
}

/** What is said of several: held back for some seconds, then said of each as it was chosen. */
function useBulkWord({ act, noun, hashOf, chosen, onDone }: BulkProps, reason: string) {
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
  const wait = useHeld();
  const say = (answer: BulkWord["answer"]) => {
    if (wait.held) return wait.now();
    const ids = [...chosen];
    const known = ids.flatMap((id) => (hashOf(id) ? [[id, hashOf(id) ?? ""]] : []));
    const hashes = known.length > 0 && answer === "approve" ? Object.fromEntries(known) : undefined;
    wait.hold(`${answer === "approve" ? "Approving" : "Denying"} ${ids.length}`, () =>
      run({ ids, answer, reason: reason.trim() || undefined, hashes }),
    );
  };
  return { say, wait, pending, refusal, told, close: () => setTold(null) };
}

/** One word on several with one shared reason; afterwards each says its own result. */
export function BulkBar(props: BulkProps) {
  const { noun, nameOf, chosen, keys, onDone } = props;
  const [reason, setReason] = useState("");
  const { say, wait, pending, refusal, told, close } = useBulkWord(props, reason);
  const on = keys && chosen.length > 0;
  useShortcut("a", "Approve the chosen ones", () => say("approve"), on);
  useShortcut("d", "Deny the chosen ones", () => say("deny"), on);
  if (chosen.length === 0 && !wait.held) return told ? <Told told={told} nameOf={nameOf} onClose={close} /> : null;
  if (wait.held)
    return (
      <section aria-label={`${chosen.length} ${noun} chosen`} className="bulk-bar">
        <HeldBar held={wait.held} undo={wait.undo} now={wait.now} />
      </section>
    );
  return (
    <section aria-label={`${chosen.length} ${noun} chosen`} className="bulk-bar">
      <Field label="One reason for all" aside="optional" error={problemAt(refusal?.errors, "reason")}>
        <Input value={reason} onValueChange={setReason} />
      </Field>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button variant="bare" onClick={onDone}>
          Clear
        </Button>
        <Button className="ml-auto" shortcut={keys ? "D" : undefined} busy={pending} onClick={() => say("deny")}>
          {pending ? "Recording…" : `Deny ${chosen.length}`}
        </Button>
        <Button variant="primary" shortcut={keys ? "A" : undefined} busy={pending} onClick={() => say("approve")}>
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

"use client";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { useNow } from "@/components/trust/now";
import { span } from "@/components/trust/words";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Field, Input, problemAt } from "@/components/ui/field";
import { HeldBar, useHeld } from "@/components/ui/held";
import { Select } from "@/components/ui/select";
import { type Override, sayState } from "./override";
import { NarrowFields, type Narrowing, useNarrowing } from "./reach-fields";

interface Approval extends Narrowing {
  id: string;
  endsAt?: string;
  note?: string;
  hash?: string;
}
type ApproveOverride = Act<[Approval], Override>;
type DenyOverride = Act<[{ id: string; reason?: string }], unknown>;

const HOUR = 3_600_000;
const SHORTER = [1, 2, 4, 8, 24, 48].map((hours) => hours * HOUR);
const AS_ASKED = "asked";

interface OverrideWordProps {
  override: Override;
  approve: ApproveOverride;
  deny: DenyOverride;
}

/** What is said of a request: for how long, with which note, yes or no. */
function useWord({ override, approve, deny }: OverrideWordProps) {
  const { id } = override;
  const now = useNow();
  const [length, setLength] = useState<string>(AS_ASKED);
  const [note, setNote] = useState("");
  const narrowing = useNarrowing(override);
  const from = Math.max(now, Date.parse(override.startsAt));
  const yes = useAct(approve, {
    said: (after) => (after.state === "requested" ? `Endorsed: ${sayState(after).toLowerCase()}` : "Override approved"),
  });
  const no = useAct(deny, { said: "Override denied" });
  const text = note.trim() || undefined;
  const endsAt = length === AS_ASKED ? undefined : new Date(from + Number(length)).toISOString();
  return {
    length,
    setLength,
    note,
    setNote,
    narrowing,
    left: Date.parse(override.endsAt) - from,
    yes: {
      pending: yes.pending,
      say: () => yes.run({ id, note: text, endsAt, hash: override.hash, ...narrowing.given }),
    },
    no: { pending: no.pending, say: () => no.run({ id, reason: text }) },
    refusal: yes.refusal ?? no.refusal,
  };
}

/** The word of another person: approve (A), perhaps for less time or for less than was asked, or deny (D). */
export function OverrideWord(props: OverrideWordProps) {
  const { length, setLength, note, setNote, narrowing, left, yes, no, refusal } = useWord(props);
  const { quorum, approvals } = props.override;
  const wait = useHeld();
  const sayYes = () => (wait.held ? wait.now() : wait.hold("Approving", yes.say));
  const sayNo = () => (wait.held ? wait.now() : wait.hold("Denying", no.say));
  useShortcut("a", "Approve", sayYes);
  useShortcut("d", "Deny", sayNo);
  const error = (path: string) => problemAt(refusal?.errors, path);
  return (
    <div className="word-bar">
      <div className="grid grid-cols-[200px_minmax(0,1fr)] gap-3 max-sm:grid-cols-1">
        <Field label="For" error={error("endsAt")}>
          <Select
            value={length}
            onValueChange={(value) => setLength(value ?? AS_ASKED)}
            options={[
              { value: AS_ASKED, label: `${span(left, true)}, as asked` },
              ...SHORTER.filter((ms) => ms < left).map((ms) => ({ value: String(ms), label: span(ms) })),
            ]}
          />
        </Field>
        <Field label="Note" aside="optional" error={error("note") ?? error("reason")}>
          <Input value={note} onValueChange={setNote} />
        </Field>
      </div>
      <NarrowFields of={props.override} narrowing={narrowing} error={error} />
      {wait.held ? <HeldBar held={wait.held} undo={wait.undo} now={wait.now} /> : null}
      <div className="mt-3 flex flex-wrap items-center justify-end gap-2" hidden={wait.held !== null}>
        {quorum - approvals.length > 1 ? (
          <span className="mr-auto text-ink-2 max-sm:w-full">Another approver is needed after you.</span>
        ) : null}
        <Button shortcut="D" busy={no.pending} onClick={sayNo}>
          {no.pending ? "Recording…" : "Deny"}
        </Button>
        <Button variant="primary" shortcut="A" busy={yes.pending} onClick={sayYes}>
          {yes.pending ? "Recording…" : "Approve"}
        </Button>
      </div>
      <Refused refusal={refusal} fields={["endsAt", "note", "reason", ...narrowing.fields]} />
    </div>
  );
}

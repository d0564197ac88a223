"use client";
import { useState } from "react";
import { useNow } from "@/components/trust/now";
import { span } from "@/components/trust/words";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Field, Input, problemAt } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { YesNo } from "@/components/ui/yes-no";
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
      <YesNo
        words={["Approve", "Approving"]}
        yes={yes}
        no={no}
        another={quorum - approvals.filter(({ counts }) => counts).length > 1}
      />
      <Refused refusal={refusal} fields={["endsAt", "note", "reason", ...narrowing.fields]} />
    </div>
  );
}

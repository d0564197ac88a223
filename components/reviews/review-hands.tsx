"use client";
import { useShortcut } from "@/components/shell/shortcuts";
import { When } from "@/components/trust/when";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import type { Review } from "./review";

export interface ReviewHandsProps {
  review: Pick<Review, "id" | "claim" | "turn">;
  owner: { name: string; deputy: string | null; escalation: string | null } | null;
  /** Id of the reader; absent: may not answer. */
  reader?: string;
  acts: {
    claim: Act<[{ id: string; claim?: boolean }], unknown>;
    escalate: Act<[{ id: string; reason?: string }], unknown>;
  };
}

/** Whose turn it is, who is next, and who has taken it up: claim (C), hand on (3). */
export function ReviewHands({ review: { id, claim, turn }, owner, reader, acts }: ReviewHandsProps) {
  const mine = claim !== null && claim.by.id === reader;
  const take = useAct(acts.claim, { said: mine ? "Given back" : "Taken up: for ten minutes nobody else answers it" });
  const on = useAct(acts.escalate, { said: "Handed on" });
  const last = turn?.turn === "escalation";
  useShortcut("3", "Hand on to who is next", () => on.run({ id }), reader !== undefined && !last);
  if (!turn) return null;
  const names = {
    team: owner?.name ?? "the owning team",
    deputy: owner?.deputy ? `the deputy, ${owner.deputy}` : "the deputy of the owning team",
    escalation: owner?.escalation ? `the escalation, ${owner.escalation}` : "the escalation of the owning team",
  };
  const next = { team: names.deputy, deputy: names.escalation, escalation: null }[turn.turn];
  return (
    <div className="mb-7">
      <p className="text-ink-2">
        It is with {names[turn.turn]}
        {turn.overdue ? ", as nobody before answered" : ""}. {next ? `It passes on to ${next}` : "It is denied"}{" "}
        <When at={turn.until} precise />. {claim ? `${claim.by.name} has taken it up.` : ""}
      </p>
      {reader === undefined ? null : (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button size="small" busy={take.pending} onClick={() => take.run({ id, claim: !mine })}>
            {mine ? "Give back" : "Take up"}
          </Button>
          {last ? null : (
            <Button size="small" shortcut="3" busy={on.pending} onClick={() => on.run({ id })}>
              Hand on
            </Button>
          )}
        </div>
      )}
      <Refused refusal={take.refusal ?? on.refusal} />
    </div>
  );
}

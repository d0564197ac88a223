"use client";
import Link from "next/link";
import { type Act, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";

export type ReviewAct = Act<[{ id: string; reason?: string }], { answer: { permitted: boolean } | null }>;

/** A person's word on a held decision without leaving the list; with a reason, on its own page. */
export function DecideHere({ id, approve, deny }: { id: string; approve: ReviewAct; deny: ReviewAct }) {
  const yes = useAct(approve, {
    said: ({ answer }) =>
      answer?.permitted ? "Approved: the action is permitted" : "Approved, but not permitted: something else holds it",
  });
  const no = useAct(deny, { said: "Denied" });
  const refusal = yes.refusal ?? no.refusal;
  return (
    <>
      <span className="inline-flex gap-1.5">
        <Button size="small" busy={yes.pending} onClick={() => yes.run({ id })}>
          {yes.pending ? "Recording…" : "Approve"}
        </Button>
        <Button size="small" busy={no.pending} onClick={() => no.run({ id })}>
          {no.pending ? "Recording…" : "Deny"}
        </Button>
      </span>
      {refusal ? (
        <span role="alert" className="block max-w-56 text-xs whitespace-normal text-block">
          {refusal.detail} <Link href={`/reviews?peek=${id}`}>Open it</Link>
        </span>
      ) : null}
    </>
  );
}

"use client";
import { useRouter } from "next/navigation";
import { type Act, Refused, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";

export interface DraftItProps {
  draft: { pact: string; text: string };
  save: Act<[{ pact: string; text: string; format: "yaml" }], { pact: string; version: number }>;
}

/** Saves what was drafted from traffic and opens it. */
export function DraftIt({ draft, save }: DraftItProps) {
  const router = useRouter();
  const { run, pending, refusal } = useAct(save, {
    said: "Draft saved",
    after: ({ pact, version }) => router.push(`/pacts/${pact}?version=${version}`),
  });
  return (
    <>
      <Button variant="primary" busy={pending} onClick={() => run({ ...draft, format: "yaml" })}>
        {pending ? "Recording…" : "Draft this pact"}
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}

"use client";
import { SubmitButton } from "@/components/ui/button";
import { endOwnSession } from "../actions";
import { FormProblem } from "../parts";
import { useVerb } from "../use-verb";

export function EndSession({ id }: { id: string }) {
  const { submit, problem } = useVerb(endOwnSession, "Session ended");
  return (
    <form action={submit}>
      <FormProblem problem={problem} />
      <input type="hidden" name="session" value={id} />
      <SubmitButton size="small" variant="bare">
        End
      </SubmitButton>
    </form>
  );
}

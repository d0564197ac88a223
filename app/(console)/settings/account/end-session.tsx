"use client";
import { endOwnSession } from "../actions";
import { FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";

export function EndSession({ id }: { id: string }) {
  const { submit, busy, problem } = useVerb(endOwnSession, "Session ended");
  return (
    <form onSubmit={submit}>
      <FormProblem problem={problem} />
      <input type="hidden" name="session" value={id} />
      <VerbButton busy={busy} size="small" variant="bare">
        End
      </VerbButton>
    </form>
  );
}

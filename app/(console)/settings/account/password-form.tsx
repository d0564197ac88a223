"use client";
import { useState } from "react";
import { Field, Input, problemAt } from "@/components/ui/field";
import { savePassword } from "../actions";
import { FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";

/** Changes the password; the other sessions end. Once that is done the form is a new one. */
export function PasswordForm({ email }: { email: string }) {
  const [round, setRound] = useState(0);
  return <Fields key={round} email={email} onDone={() => setRound(round + 1)} />;
}

function Fields({ email, onDone }: { email: string; onDone: () => void }) {
  const { submit, busy, problem } = useVerb(savePassword, "Password changed", onDone);
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormProblem problem={problem} shown={["current", "next"]} />
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Field label="Current password" name="current" error={problemAt(problem?.errors, "current")}>
        <Input type="password" autoComplete="current-password" required />
      </Field>
      <Field
        label="New password"
        name="next"
        help="At least 10 characters; a few words are good. Your other sessions end."
        error={problemAt(problem?.errors, "next")}
      >
        <Input type="password" autoComplete="new-password" required />
      </Field>
      <div>
        <VerbButton busy={busy}>Change password</VerbButton>
      </div>
    </form>
  );
}

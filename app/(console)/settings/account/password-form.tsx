"use client";
import { SubmitButton } from "@/components/ui/button";
import { Field, Input, problemAt } from "@/components/ui/field";
import { savePassword } from "../actions";
import { FormProblem } from "../parts";
import { useVerb } from "../use-verb";

/** Changes the password; the other sessions end. */
export function PasswordForm({ email }: { email: string }) {
  const { submit, problem } = useVerb(savePassword, "Password changed");
  return (
    <form action={submit} className="flex flex-col gap-4">
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
        <SubmitButton>Change password</SubmitButton>
      </div>
    </form>
  );
}

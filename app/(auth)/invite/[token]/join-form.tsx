"use client";
import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/button";
import { Field, Input, problemAt } from "@/components/ui/field";
import { Problem } from "@/components/ui/page-parts";
import { join } from "../../actions";

/** Name and password of the new member. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const [{ problem, name }, submit] = useActionState(join, { problem: null, name: "" });
  return (
    <form action={submit} className="mt-6 flex flex-col gap-4">
      {problem && problem.errors.length === 0 ? (
        <Problem title={problem.title} requestId={problem.requestId ?? undefined}>
          {problem.detail}
        </Problem>
      ) : null}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Field label="Your name" name="name" error={problemAt(problem?.errors, "name")}>
        <Input autoComplete="name" defaultValue={name} key={name} required />
      </Field>
      <Field
        label="Password"
        name="password"
        help="At least 10 characters; a few words are good."
        error={problemAt(problem?.errors, "password")}
      >
        <Input type="password" autoComplete="new-password" required />
      </Field>
      <SubmitButton busyLabel="Joining…">Join</SubmitButton>
    </form>
  );
}

"use client";
import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Problem } from "@/components/ui/page-parts";
import { enter, enterByProvider } from "../actions";
import { problemOf } from "./problems";

interface Props {
  /** Where the sign-in leads. */
  next: string;
  /** Name of the identity provider, where one is set up. */
  provider: string | null;
  /** What a provider's sign-in came back with. */
  error: string | null;
}

/** Works without a script too: plain forms that post to the server. */
export function SignInForm({ next, provider, error }: Props) {
  const [state, submit] = useActionState(enter, { problem: null, email: "" });
  const code = state.problem ?? error;
  const problem = code ? problemOf(code) : null;
  return (
    <>
      {problem ? (
        <div className="mt-6">
          <Problem title={problem[0]}>{problem[1]}</Problem>
        </div>
      ) : null}
      <form action={submit} className="mt-6 flex flex-col gap-4">
        <input type="hidden" name="next" value={next} />
        <Field label="E-mail address" name="email">
          <Input type="email" autoComplete="username" defaultValue={state.email} key={state.email} required autoFocus />
        </Field>
        <Field label="Password" name="password">
          <Input type="password" autoComplete="current-password" required />
        </Field>
        <SubmitButton busyLabel="Signing in…">Sign in</SubmitButton>
      </form>
      {provider ? (
        <form action={enterByProvider} className="mt-6 flex flex-col gap-4 border-t border-line pt-6">
          <input type="hidden" name="next" value={next} />
          <SubmitButton variant="plain" busyLabel="Leaving for your provider…">
            Sign in with {provider}
          </SubmitButton>
        </form>
      ) : null}
    </>
  );
}

"use server";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { type ActionResult, explain, fields } from "@/lib/border/action";
import { ownPath } from "@/lib/border/session";
import { signInWithPassword, signInWithProvider } from "@/lib/border/sign-in";
import { acceptInvitation, type acceptInvitationInput } from "@/lib/services/invitations/accept";

export interface SignInState {
  /** What lib/services/sessions/sign-in.ts says, or "busy"; null before the first try. */
  problem: string | null;
  email: string;
}

/** Signs in by password; on success the browser goes where it wanted to. */
export async function enter(_before: SignInState, form: FormData): Promise<SignInState> {
  const { email, password, next } = fields(form) as Record<string, string | undefined>;
  const problem = await signInWithPassword(email ?? "", password ?? "");
  if (problem) return { problem, email: email ?? "" };
  redirect(ownPath(next));
}

/** Goes to the identity provider. */
export async function enterByProvider(form: FormData): Promise<void> {
  await signInWithProvider(ownPath(form.get("next")));
}

export interface JoinState {
  problem: Extract<ActionResult<never>, { ok: false }>["error"] | null;
  /** As it was typed: the form is emptied once it is sent. */
  name: string;
}

/** Accepts an invitation and signs the new member in. */
export async function join(_before: JoinState, form: FormData): Promise<JoinState> {
  const input = fields(form) as z.input<typeof acceptInvitationInput>;
  let email: string;
  try {
    ({ email } = await acceptInvitation(input));
  } catch (error) {
    return { problem: await explain(error), name: input.name ?? "" };
  }
  await signInWithPassword(email, input.password);
  redirect("/");
}

import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { singleSignOn } from "@/lib/border/auth";
import { currentSession, ownPath } from "@/lib/border/session";
import { SignInForm } from "./signin-form";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ next?: string; error?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { next, error } = await searchParams;
  const path = ownPath(next);
  if (await currentSession()) redirect(path);
  return (
    <>
      <h1 className="sentence mt-8">Sign in to see what your agents may do, and why.</h1>
      <SignInForm next={path} provider={singleSignOn()?.name ?? null} error={error ?? null} />
    </>
  );
}

import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "@/lib/domain/roles";
import type { SignedIn } from "@/lib/services/sessions/find";
import { auth } from "./auth";

/** Who is signed in, or null; asked once a request, of the session row itself. */
export const currentSession = cache(async (): Promise<SignedIn | null> => (await auth())?.signedIn ?? null);

/** A path of this console, or "/": where a sign-in leads must not be another site, nor Next's own data (`_rsc`). */
export function ownPath(path: unknown): string {
  if (typeof path !== "string" || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.startsWith("/signin")) return "/";
  const url = new URL(path, "http://localhost");
  url.searchParams.delete("_rsc");
  return url.pathname + url.search;
}

/** Whoever is signed in, for pages and server actions; others are sent to the sign-in page, and back here from it. */
export async function signedIn(): Promise<SignedIn> {
  const session = await currentSession();
  if (session) return session;
  const here = ownPath((await headers()).get("x-surety-path"));
  redirect(here === "/" ? "/signin" : `/signin?next=${encodeURIComponent(here)}`);
}

/** The member who is signed in, for pages and server actions. */
export async function currentActor(): Promise<Extract<Actor, { type: "member" }>> {
  return (await signedIn()).actor;
}

"use server";
import { signOut } from "@/lib/border/auth";

/** Ends the session and leads to the sign-in page. */
export async function leave(): Promise<void> {
  await signOut({ redirectTo: "/signin" });
}

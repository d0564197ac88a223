import "server-only";
import { CredentialsSignin } from "next-auth";
import { signIn } from "./auth";

/** Signs in with a password and sets the cookie. Returns why not, or null. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  try {
    await signIn("credentials", { email, password, redirect: false });
    return null;
  } catch (error) {
    if (error instanceof CredentialsSignin) return error.code;
    throw error;
  }
}

/** Sends the browser to the identity provider, and from there to `path`. */
export async function signInWithProvider(path: string): Promise<never> {
  return (await signIn("sso", { redirectTo: path })) as never;
}

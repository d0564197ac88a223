import { decode } from "next-auth/jwt";
import { runtime } from "@/lib/runtime/runtime";

/** How long a sign-in lasts at most, in seconds. */
export const SESSION_SECONDS = 12 * 3600;

/** Whether browsers reach this installation by https, which alone may carry the cookie then. */
export const isSecure = (): boolean => (process.env.AUTH_URL ?? runtime().url).startsWith("https:");

/** The cookie that names the session row. */
export const sessionCookieName = (): string => (isSecure() ? "__Secure-surety.session" : "surety.session");

/** The value of one cookie in a Cookie header. */
function cookieValue(header: string, name: string): string | undefined {
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * The session id in a Cookie header, or null: without next-auth itself, which plain Node cannot import.
 * That the cookie is ours says nothing yet of whether the session is open.
 */
export async function sessionIdOf(cookies: string | undefined): Promise<string | null> {
  const secret = process.env.AUTH_SECRET;
  const name = sessionCookieName();
  const token = cookies && cookieValue(cookies, name);
  if (!token || !secret) return null;
  try {
    const claims = await decode({ token, secret, salt: name });
    return typeof claims?.session === "string" ? claims.session : null;
  } catch {
    return null; // forged, expired, or of another secret
  }
}

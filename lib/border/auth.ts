import { headers } from "next/headers";
import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import Credentials from "next-auth/providers/credentials";
import { isSuretyError } from "@/lib/domain/errors";
import { runtime } from "@/lib/runtime/runtime";
import { closeSession } from "@/lib/services/sessions/close";
import { findSession, type SignedIn } from "@/lib/services/sessions/find";
import { signIn as signInByPassword } from "@/lib/services/sessions/sign-in";
import { isKnown, signInByProvider } from "@/lib/services/sessions/sign-in-by-provider";
import { isSecure, SESSION_SECONDS, sessionCookieName } from "./session-cookie";

declare module "next-auth" {
  interface Session {
    /** Null where the session row is over. */
    signedIn: SignedIn | null;
  }
}

/** Why nobody was signed in, for the sign-in page. */
class SignInRefused extends CredentialsSignin {
  constructor(problem: string) {
    super();
    this.code = problem;
  }
}

/** The caller's address: the front takes away what a caller says of it, Next puts the connection's. */
const addressOf = (request: Request): string => request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "";

/** Too many passwords are being checked at once: said like any other refusal. */
function busy(error: unknown): { problem: string } {
  if (isSuretyError(error) && error.kind === "unavailable") return { problem: "busy" };
  throw error;
}

const password = Credentials({
  credentials: { email: {}, password: { type: "password" } },
  async authorize({ email, password }, request) {
    if (typeof email !== "string" || typeof password !== "string" || password.length > 200)
      throw new SignInRefused("wrong");
    const userAgent = request.headers.get("user-agent");
    const outcome = await signInByPassword({ email, password, address: addressOf(request), userAgent }).catch(busy);
    if ("problem" in outcome) throw new SignInRefused(outcome.problem);
    return { id: outcome.sessionId };
  },
});

/** Any OpenID Connect provider, by environment: OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, and OIDC_NAME if you like. */
export function singleSignOn(): { name: string } | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME } = process.env;
  return OIDC_ISSUER && OIDC_CLIENT_ID ? { name: OIDC_NAME || new URL(OIDC_ISSUER).host } : null;
}

interface Claims {
  sub: string;
  email?: string;
  email_verified?: boolean;
}

function provider(): OIDCConfig<Claims>[] {
  const sso = singleSignOn();
  if (!sso) return [];
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = process.env;
  return [
    {
      id: "sso",
      name: sso.name,
      type: "oidc",
      issuer: OIDC_ISSUER,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      checks: ["pkce", "state", "nonce"],
      profile: ({ sub }) => ({ id: sub }),
    },
  ];
}

/** A wrong password is no fault. Of a provider's fault the messages are written down, never what was sent or answered. */
function logRefusal(error: Error): void {
  const cause = (error.cause as { err?: Error } | undefined)?.err;
  if (error instanceof CredentialsSignin) runtime().log.info({ kind: error.code }, "sign-in refused");
  else {
    const kind = error instanceof AuthError ? error.type : error.name;
    runtime().log.warn({ kind, reason: error.message, cause: cause?.message }, "sign-in failed");
  }
}

/** Read at each request: the environment may be complete only after Next has loaded this file. */
function config(): NextAuthConfig {
  return {
    trustHost: true,
    basePath: "/api/auth",
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: sessionCookieName() } },
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/signin", error: "/signin" },
    providers: [password, ...provider()],
    logger: {
      error: (error) => logRefusal(error),
      warn: () => {},
      debug: () => {},
    },
    callbacks: {
      /** Only members come in, and only by an address that the provider has verified. */
      async signIn({ account, profile }) {
        if (account?.provider !== "sso") return true;
        if (profile?.email_verified !== true || !profile.email) return "/signin?error=unverified";
        return (await isKnown(profile.email)) || "/signin?error=unknown";
      },
      /** The cookie names a session row and says nothing else: the row decides, at each request. */
      async jwt({ token, user, account, profile }) {
        if (account?.provider === "sso") {
          const userAgent = (await headers()).get("user-agent");
          return { session: await signInByProvider(profile?.email ?? "", userAgent) };
        }
        return { session: user?.id ?? token.session };
      },
      async session({ session, token }) {
        const signedIn = typeof token.session === "string" ? await findSession(token.session) : null;
        return { expires: session.expires, signedIn };
      },
    },
    events: {
      async signOut(message) {
        const id = "token" in message ? message.token?.session : undefined;
        if (typeof id === "string") await closeSession(id);
      },
    },
  };
}

export const { handlers, auth, signIn, signOut } = NextAuth(config);

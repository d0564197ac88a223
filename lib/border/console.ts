import "server-only";
import { headers } from "next/headers";
import { SuretyError } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";
import { problem } from "./problem";
import { currentSession } from "./session";
import { isSecure } from "./session-cookie";

/** The instant that a page is written at, ms: hand it to everything on the page that speaks of time. */
export const pageNow = (): number => runtime().clock.now();

/** Where this reader reaches the installation (`https://surety.example`): examples of calls name it. */
export async function ownOrigin(): Promise<string> {
  const host = (await headers()).get("host") ?? new URL(runtime().url).host;
  return `${isSecure() ? "https" : "http"}://${host}`;
}

/** An answer to the console's own pages: `work` as JSON (or the response that it makes), or a problem document. */
export async function answerMember(work: (actor: Actor) => Promise<unknown>): Promise<Response> {
  try {
    const session = await currentSession();
    if (!session) throw new SuretyError("unauthenticated", "You are signed out. Sign in again to go on.");
    const result = await work(session.actor);
    if (result instanceof Response) return result;
    return Response.json(result, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    const requestId = (await headers()).get("x-request-id") ?? runtime().ids.next("req");
    const { status, headers: said, body } = problem(error, requestId);
    if (status === 500) runtime().log.error({ err: error, requestId }, "page data failed");
    return new Response(body, { status, headers: said });
  }
}

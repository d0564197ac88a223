import "server-only";
import { headers } from "next/headers";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { runtime } from "@/lib/runtime/runtime";
import { isSecure } from "./session-cookie";

/** The instant that a page is written at, ms: hand it to everything on the page that speaks of time. */
export const pageNow = (): number => runtime().clock.now();

/** What this process decides on for the actor's organisation: for read models that tell standing and authority. */
export const snapshotOf = (actor: Actor): Promise<Snapshot> => runtime().snapshots.get(actor.organisationId);

/** Where this reader reaches the installation (`https://surety.example`): examples of calls name it. */
export async function ownOrigin(): Promise<string> {
  const host = (await headers()).get("host") ?? new URL(runtime().url).host;
  return `${isSecure() ? "https" : "http"}://${host}`;
}

import { forbidden } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { createRevisionReads } from "@/lib/runtime/revision-reads";
import { remembered, runtime } from "@/lib/runtime/runtime";
import { findKey, type KeyHolder, noteKeyUse } from "@/lib/services/keys/find";
import { findSession } from "@/lib/services/sessions/find";
import type { ApiRequest } from "./route";
import { sessionIdOf } from "./session-cookie";

/** A key that was seen, with when its use was last noted. */
interface Held extends KeyHolder {
  notedAt: number;
}

interface Cache {
  held: Map<string, Held>;
  /** Look-ups under way: a burst of requests with one new key asks once. */
  asking: Map<string, Promise<Actor | null>>;
}

const MOST_KEYS = 10_000;
const NOTE_EVERY_MS = 60_000;

/** Raw keys, in memory only: a request whose key was seen pays no hash and no query. */
const cache = () => remembered<Cache>("principals", () => ({ held: new Map(), asking: new Map() }));

/**
 * Who holds this key, where that is known without asking: looked up at a revision not older than the one that this
 * process decides on. Whatever takes access away moves the revision, so it ends here at the next request.
 */
export function cachedPrincipal(key: string): Actor | null {
  const held = cache().held.get(key);
  if (!held) return null;
  const { clock, snapshots } = runtime();
  const now = clock.now();
  if (isOver(held)) return null;
  const snapshot = snapshots.peek(held.actor.organisationId);
  if (!snapshot || snapshot.revision > held.revision) return null;
  if (now - held.notedAt >= NOTE_EVERY_MS) note(held, now);
  return held.actor;
}

function note(held: Held, now: number): void {
  if (runtime().away.since() !== null) return;
  held.notedAt = now;
  noteKeyUse(held.actor.organisationId, held.keyId).catch((error: unknown) => {
    runtime().log.debug({ err: error }, "the use of a key could not be noted");
  });
}

/** Who holds this key, as this process knows; looks it up where `cachedPrincipal` cannot say. */
export async function keyPrincipal(key: string): Promise<Actor | null> {
  return cachedPrincipal(key) ?? principalAt(key, revisionHere(key));
}

/** The revision that this process decides on, of the organisation that the key was last seen to belong to. */
function revisionHere(key: string): number {
  const held = cache().held.get(key);
  return (held && runtime().snapshots.peek(held.actor.organisationId)?.revision) ?? 0;
}

/** Who holds this key by the database: what another process has just taken away counts here at once. */
async function currentPrincipal(key: string): Promise<Actor | null> {
  const organisationId = cache().held.get(key)?.actor.organisationId;
  if (organisationId === undefined) return principalAt(key, 0);
  const revision = await remembered("revision reads", () => createRevisionReads(runtime().db))(organisationId);
  return revision === undefined ? null : principalAt(key, revision);
}

/** Who holds this key, looked up at this revision or a later one. */
async function principalAt(key: string, revision: number): Promise<Actor | null> {
  const held = cache().held.get(key);
  if (held && held.revision >= revision && !isOver(held)) return held.actor;
  const { asking } = cache();
  // Only a look-up that began at this revision can tell: an earlier one may have seen what is gone by now.
  const name = `${revision} ${key}`;
  const under = asking.get(name);
  if (under) return under;
  const ask = lookUp(key).finally(() => asking.delete(name));
  asking.set(name, ask);
  return ask;
}

const isOver = ({ expiresAt }: Held): boolean => expiresAt !== null && runtime().clock.now() >= expiresAt;

async function lookUp(key: string): Promise<Actor | null> {
  const { held } = cache();
  const before = held.get(key);
  const holder = await findKey(key);
  held.delete(key);
  if (!holder) return null;
  const oldest = held.size >= MOST_KEYS ? held.keys().next().value : undefined;
  if (oldest !== undefined) held.delete(oldest);
  const kept: Held = { ...holder, notedAt: before?.notedAt ?? 0 };
  held.set(key, kept);
  const { clock, snapshots } = runtime();
  // Loaded here, so that the next request finds it and is spared this.
  await snapshots.get(holder.actor.organisationId);
  if (clock.now() - kept.notedAt >= NOTE_EVERY_MS) note(kept, clock.now());
  return holder.actor;
}

const BEARER = /^Bearer +(\S+)$/i;

/** The key of an Authorization header, if it holds one. */
export const bearerKey = (authorization: string | undefined): string | null =>
  BEARER.exec(authorization ?? "")?.[1] ?? null;

/**
 * Who sends this request, by key or by the console's cookie; null where neither opens anything.
 * @param fromMemory believe what this process knows of a key: for answers that `stillHolds` confirms before they leave
 * @throws SuretyError forbidden where a cookie comes with a change that another site may have sent
 */
export async function authenticate(
  request: Pick<ApiRequest, "method" | "header">,
  fromMemory = false,
): Promise<Actor | null> {
  const authorization = request.header("authorization");
  if (authorization !== undefined) {
    const key = bearerKey(authorization);
    if (key === null) return null;
    return fromMemory ? keyPrincipal(key) : currentPrincipal(key);
  }
  const sessionId = await sessionIdOf(request.header("cookie"));
  if (sessionId === null) return null;
  const signedIn = await findSession(sessionId);
  if (signedIn) refuseForeignChange(request);
  return signedIn?.actor ?? null;
}

/**
 * Who sent a request that was let in from memory, asked again where the revision has moved since: the fence keeps a decision
 * from resting on less than the last thing that was taken away, and a key may have been that. Null where it is over.
 */
export async function stillHolds(authorization: string | undefined, actor: Actor): Promise<Actor | null> {
  const key = bearerKey(authorization);
  return key === null ? actor : principalAt(key, revisionHere(key));
}

/** Browsers attach cookies to what other sites send: a change must say that it comes from our own pages. */
function refuseForeignChange(request: Pick<ApiRequest, "method" | "header">): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const origin = request.header("origin");
  const own = request.header("host");
  if (origin && own && URL.canParse(origin) && new URL(origin).host === own) return;
  throw forbidden("A change by cookie needs the Origin of this console. Use an API key elsewhere.");
}

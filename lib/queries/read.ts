import type { Tx, Units } from "@/lib/db/client";
import { forbidden, notFound } from "@/lib/domain/errors";
import type { Clock } from "@/lib/domain/identity";
import { type Actor, may, PERMISSIONS, type Permission } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";

interface Held {
  db: Units;
  clock: Clock;
  snapshots: { get(organisationId: string): Promise<Snapshot> };
}

/** The runtime holds the database (ARCHITECTURE 2); read models stand below it and see no more of it than this. */
function held(): Held {
  const found = (globalThis as Record<symbol, Held | undefined>)[Symbol.for("surety.runtime")];
  if (!found) throw new Error("the runtime has not been started");
  return found;
}

/**
 * Reads for one actor: asks whether they may, then opens a transaction bound to their organisation. Bind the
 * organisation in every `where` all the same: row-level security is the second wall, not the first.
 * @throws SuretyError not_found to whom may not read at all, forbidden where only `permission` is missing
 */
export async function read<T>(actor: Actor, work: (tx: Tx) => Promise<T>, permission: Permission = "read"): Promise<T> {
  if (!may(actor, permission)) {
    if (permission === "read" || !may(actor, "read")) throw actor.type === "service" ? missingScope() : notFound();
    throw forbidden(`Your role does not allow this ("${PERMISSIONS[permission].title}").`);
  }
  return held().db.organisation(actor.organisationId, work);
}

/** What a read model of standing is made from, beside rows: what this process decides on, and the instant. */
export interface Present {
  snapshot: Snapshot;
  /** ms */
  now: number;
}

/** As `read`, with the organisation as this process decides on it now. */
export async function readNow<T>(actor: Actor, work: (tx: Tx, present: Present) => Promise<T>): Promise<T> {
  const { clock, snapshots } = held();
  return read(actor, async (tx) => work(tx, { snapshot: await snapshots.get(actor.organisationId), now: clock.now() }));
}

/** As `read`, with the instant (ms): what is over is not shown as open. */
export async function readAt<T>(
  actor: Actor,
  work: (tx: Tx, now: number) => Promise<T>,
  permission: Permission = "read",
): Promise<T> {
  const { clock } = held();
  return read(actor, (tx) => work(tx, clock.now()), permission);
}

const missingScope = () =>
  forbidden(`This key lacks the scope to read. It needs one of: ${PERMISSIONS.read.scopes.join(", ")}.`);

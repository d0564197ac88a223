import type { Tx } from "@/lib/db/client";
import { forbidden, notFound } from "@/lib/domain/errors";
import { type Actor, may, PERMISSIONS, type Permission } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";
import { runtime } from "@/lib/runtime/runtime";

/**
 * Reads for one actor: asks whether they may, then reads their organisation as of one instant. Bind the
 * organisation in every `where` all the same: row-level security is the second wall, not the first.
 * @throws SuretyError not_found to whom may not read at all, forbidden where only `permission` is missing
 */
export async function read<T>(actor: Actor, work: (tx: Tx) => Promise<T>, permission: Permission = "read"): Promise<T> {
  if (!may(actor, permission)) {
    if (permission === "read" || !may(actor, "read")) throw actor.type === "service" ? missingScope() : notFound();
    throw forbidden(`Your role does not allow this ("${PERMISSIONS[permission].title}").`);
  }
  return runtime().db.view(actor.organisationId, work);
}

/** What a read model of standing is made from, beside rows: what this process decides on, and the instant. */
export interface Present {
  snapshot: Snapshot;
  /** ms */
  now: number;
}

/** As `read`, with the organisation as this process decides on it now. */
export async function readNow<T>(actor: Actor, work: (tx: Tx, present: Present) => Promise<T>): Promise<T> {
  const { clock, snapshots } = runtime();
  return read(actor, async (tx) => work(tx, { snapshot: await snapshots.get(actor.organisationId), now: clock.now() }));
}

/** As `read`, with the instant (ms): what is over is not shown as open. */
export async function readAt<T>(
  actor: Actor,
  work: (tx: Tx, now: number) => Promise<T>,
  permission: Permission = "read",
): Promise<T> {
  const { clock } = runtime();
  return read(actor, (tx) => work(tx, clock.now()), permission);
}

const missingScope = () =>
  forbidden(`This key lacks the scope to read. It needs one of: ${PERMISSIONS.read.scopes.join(", ")}.`);

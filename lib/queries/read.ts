import type { Tx, Units } from "@/lib/db/client";
import { forbidden, notFound } from "@/lib/domain/errors";
import { type Actor, may, PERMISSIONS, type Permission } from "@/lib/domain/roles";

/** The runtime holds the database (ARCHITECTURE 2); read models stand below it and see no more of it than this. */
function units(): Units {
  const held = (globalThis as Record<symbol, { db: Units } | undefined>)[Symbol.for("surety.runtime")];
  if (!held) throw new Error("the runtime has not been started");
  return held.db;
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
  return units().organisation(actor.organisationId, work);
}

const missingScope = () =>
  forbidden(`This key lacks the scope to read. It needs one of: ${PERMISSIONS.read.scopes.join(", ")}.`);

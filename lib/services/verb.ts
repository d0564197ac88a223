import type { z } from "zod";
import type { Change } from "@/lib/db/change";
import type { Tx } from "@/lib/db/client";
import type { IdempotentCall } from "@/lib/db/idempotency";
import { ledgered } from "@/lib/db/ledgered";
import { forbidden, invalid, notFound } from "@/lib/domain/errors";
import { fieldErrors } from "@/lib/domain/fields";
import type { IdPrefix } from "@/lib/domain/identity";
import { type Actor, may, PERMISSIONS, type Permission } from "@/lib/domain/roles";
import { runtime } from "@/lib/runtime/runtime";

/** What a verb's work may use: its transaction, who acts, the instant, new ids. */
export interface VerbContext {
  tx: Tx;
  actor: Actor;
  organisationId: string;
  /** ms; the same for the whole unit of work */
  now: number;
  id(prefix: IdPrefix): string;
  /** Refuses an actor whose role is narrowed to other workflows. */
  requireWorkflow(workflow: string | null): void;
}

interface Definition<S extends z.ZodType, O> {
  /** Dotted imperative, for logs: `pact.publish`. */
  name: string;
  permission: Permission;
  input: S;
  work(context: VerbContext, input: z.output<S>): Promise<Change<O>>;
}

export interface Done<O> {
  result: O;
  /** Ids of the ledger entries this made; empty where nothing changed. */
  entries: string[];
  revision: number | null;
}

export type Verb<S extends z.ZodType, O> = (
  actor: Actor,
  input: z.input<S>,
  options?: { idempotent?: IdempotentCall },
) => Promise<Done<O>>;

/** Refuses an actor who may not: 404 to those who may not even read, 403 with the missing permission to others. */
export function permit(actor: Actor, permission: Permission, workflow?: string | null): void {
  if (may(actor, permission, workflow)) return;
  if (actor.type === "service") {
    const scopes = PERMISSIONS[permission].scopes as readonly string[];
    throw forbidden(
      scopes.length
        ? `This key lacks the scope for it. It needs one of: ${scopes.join(", ")}.`
        : `Only a person may do this ("${PERMISSIONS[permission].title}"). Use a personal key or the console.`,
    );
  }
  if (!may(actor, "read")) throw notFound();
  throw forbidden(
    `Your role does not allow this ("${PERMISSIONS[permission].title}"). Roles that may: ${PERMISSIONS[permission].roles.join(", ")}.`,
  );
}

/**
 * Makes a verb: the only way to change anything. Permit, parse, then one transaction with the change, its ledger entries,
 * the outbox and the revision. Before it returns, this node decides on the new revision.
 */
export function verb<S extends z.ZodType, O>(definition: Definition<S, O>): Verb<S, O> {
  return async (actor, input, options = {}) => {
    permit(actor, definition.permission);
    const parsed = parseInput(definition.input, input);
    const { db, clock, ids, snapshots, sequencer } = runtime();
    const now = clock.now();
    const unit = { organisationId: actor.organisationId, actor, now, ids, idempotent: options.idempotent };
    const done = await ledgered(db, unit, (tx) =>
      definition.work(
        {
          tx,
          actor,
          organisationId: actor.organisationId,
          now,
          id: (prefix) => ids.next(prefix),
          requireWorkflow: (workflow) => permit(actor, definition.permission, workflow),
        },
        parsed,
      ),
    );
    if (done.revision !== null) await snapshots.reach(actor.organisationId, done.revision);
    if (done.entries.length) sequencer.wake(actor.organisationId);
    return done;
  };
}

/**
 * Parses with the verb's schema.
 * @throws SuretyError invalid with one error per field, paths dotted
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(fieldErrors(parsed.error.issues));
}

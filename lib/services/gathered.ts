import type { z } from "zod";
import type { Change } from "@/lib/db/change";
import { isAboutValues } from "@/lib/db/guards";
import { forgetKeyClash, type IdempotentCall, KeyClash, rememberAnswers } from "@/lib/db/idempotency";
import { type Ledgered, ledgered } from "@/lib/db/ledgered";
import { isSuretyError } from "@/lib/domain/errors";
import { type Actor, actorRecord, type Permission } from "@/lib/domain/roles";
import { createGatherer } from "@/lib/runtime/gatherer";
import { remembered, runtime } from "@/lib/runtime/runtime";
import { type Done, parseInput, permit, type Verb, type VerbContext } from "./verb";

/** What a batch may use: as a verb's work, but each call has its own actor. */
type BatchContext = Omit<VerbContext, "actor" | "requireWorkflow">;

/** One call of a batch. */
export interface GatheredCall<I> {
  actor: Actor;
  input: I;
  /** Refuses where the actor's role is narrowed to other workflows. */
  requireWorkflow(workflow: string | null): void;
}

/** What became of one call: done with the batch, or refused while the others go on. */
export type Settled<O> = { result: O } | { refused: unknown };

interface Definition<S extends z.ZodType, O> {
  name: string;
  permission: Permission;
  input: S;
  /** How much of a batch a call is. */
  weight(input: z.output<S>): number;
  /** Weight at which a batch is full. */
  most: number;
  /** Does all calls, in order; of its result one for each call. Its entries name their actors. */
  work(context: BatchContext, calls: readonly GatheredCall<z.output<S>>[]): Promise<Change<Settled<O>[]>>;
}

interface Waiting<I, O> extends GatheredCall<I> {
  idempotent?: IdempotentCall;
  resolve(done: Done<O>): void;
  reject(error: unknown): void;
}

/**
 * As `verb`, for what comes thousands of times a second: calls that arrive while one batch commits share the next one's
 * transaction, revision and snapshot. Each is permitted, parsed, answered and kept for replays by itself.
 */
export function gatheredVerb<S extends z.ZodType, O>(definition: Definition<S, O>): Verb<S, O> {
  const { name, permission, input: schema, weight, most } = definition;
  type Call = Waiting<z.output<S>, O>;
  const gatherer = () =>
    remembered(`gathered ${name}`, () =>
      createGatherer<Call>({
        // A drill's unit of work sees twins: nobody else's call shares it.
        async run(organisationId, calls) {
          const drills = calls.filter(({ actor }) => actor.type === "drill");
          const others = calls.filter(({ actor }) => actor.type !== "drill");
          for (const part of [others, drills]) if (part.length > 0) await settle(definition, organisationId, part);
        },
        weight: ({ input }) => weight(input),
        most,
      }),
    );
  return async (actor, input, { idempotent } = {}) => {
    permit(actor, permission);
    const parsed = parseInput(schema, input);
    const requireWorkflow = (workflow: string | null) => permit(actor, permission, workflow);
    return new Promise((resolve, reject) => {
      gatherer().take(actor.organisationId, { actor, input: parsed, requireWorkflow, idempotent, resolve, reject });
    });
  };
}

/** Commits a batch and answers its calls; where one call's values spoil it, each is tried alone. */
async function settle<S extends z.ZodType, O>(
  definition: Definition<S, O>,
  organisationId: string,
  calls: Waiting<z.output<S>, O>[],
): Promise<void> {
  try {
    const { settled, done } = await commit(definition, organisationId, calls);
    const { snapshots, sequencer } = runtime();
    if (done.revision !== null) await snapshots.reach(organisationId, done.revision);
    if (done.entries.length) sequencer.wake(organisationId);
    calls.forEach((call, index) => {
      const one = settled[index];
      if (one && "result" in one) call.resolve({ ...done, result: one.result, entries: done.entriesOf(call.actor) });
      else call.reject(one?.refused);
    });
  } catch (error) {
    const ofOne = error instanceof KeyClash || isSuretyError(error) || isAboutValues(error);
    if (calls.length > 1 && ofOne) for (const call of calls) await settle(definition, organisationId, [call]);
    else for (const call of calls) call.reject(error);
  }
}

type Committed<O> = {
  settled: Settled<O>[];
  done: Ledgered<Settled<O>[]> & { entriesOf(actor: Actor): string[] };
};

async function commit<S extends z.ZodType, O>(
  definition: Definition<S, O>,
  organisationId: string,
  calls: readonly Waiting<z.output<S>, O>[],
): Promise<Committed<O>> {
  const { db, clock, ids } = runtime();
  const now = clock.now();
  const [first] = calls as [Waiting<z.output<S>, O>];
  let doers: (string | undefined)[] = [];
  const work = async (tx: VerbContext["tx"]) => {
    const change = await definition.work({ tx, organisationId, now, id: (prefix) => ids.next(prefix) }, calls);
    if ("entries" in change) doers = change.entries.map(({ actor }) => actor?.id);
    const kept = calls.flatMap(({ idempotent: call }, index) => {
      const one = change.result[index];
      return call && one && "result" in one ? [{ call, result: one.result }] : [];
    });
    await rememberAnswers(tx, organisationId, kept, now);
    return change;
  };
  try {
    const done = await ledgered(db, { organisationId, actor: first.actor, now, ids }, work);
    const entriesOf = (actor: Actor) => {
      const { id } = actorRecord(actor);
      return done.entries.filter((_, index) => doers[index] === id);
    };
    return { settled: done.result, done: { ...done, entriesOf } };
  } catch (error) {
    throw forgetKeyClash(error, calls.find(({ idempotent }) => idempotent)?.idempotent);
  }
}

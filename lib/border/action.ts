import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { FieldError } from "@/lib/domain/errors";
import { isSuretyError } from "@/lib/domain/errors";
import type { Actor } from "@/lib/domain/roles";
import { ledgerNumber } from "@/lib/queries/ledger-number";
import { runtime } from "@/lib/runtime/runtime";
import { TITLE } from "./problem";
import { currentActor } from "./session";

/**
 * What a server action answers: what was done, whether that changed anything, and its ledger number (null where nothing
 * changed, or where the number is not given yet); or what is wrong.
 */
export type ActionResult<T> =
  | { ok: true; result: T; recorded: boolean; ledger: number | null }
  | {
      ok: false;
      error: { title: string; detail: string; code: string; errors: FieldError[]; requestId: string | null };
    };

interface Done<T> {
  result: T;
  entries: string[];
}

/**
 * Makes a server action of a verb: the signed-in member does it, the page shows it, and every refusal comes back as data.
 * @param work is given the member and the action's own arguments
 */
export function action<A extends unknown[], T>(
  work: (actor: Extract<Actor, { type: "member" }>, ...args: A) => Promise<Done<T>>,
): (...args: A) => Promise<ActionResult<T>> {
  return async (...args) => {
    const actor = await currentActor();
    try {
      const { result, entries } = await work(actor, ...args);
      refresh();
      const recorded = entries.length > 0;
      return { ok: true, result, recorded, ledger: recorded ? await receipt(actor, entries) : null };
    } catch (error) {
      unstable_rethrow(error); // redirects are thrown
      return { ok: false, error: await explain(error) };
    }
  };
}

/** A server action that happens beside the page (an autosave): nothing is drawn anew for it, and nobody waits for its number. */
export function quietAction<A extends unknown[], T>(
  work: (actor: Extract<Actor, { type: "member" }>, ...args: A) => Promise<Done<T>>,
): (...args: A) => Promise<ActionResult<T>> {
  return async (...args) => {
    const actor = await currentActor();
    try {
      const { result, entries } = await work(actor, ...args);
      return { ok: true, result, recorded: entries.length > 0, ledger: null };
    } catch (error) {
      unstable_rethrow(error);
      return { ok: false, error: await explain(error) };
    }
  };
}

/** The number that the ledger gave: asked for at once, since whoever pressed the button waits for it. */
async function receipt(actor: Actor, entries: string[]): Promise<number | null> {
  try {
    await runtime().sequencer.settle(actor.organisationId);
    return await ledgerNumber(actor, entries);
  } catch {
    return null; // it is recorded all the same, and numbered within a second
  }
}

/** An error as the form shows it; a fault of ours is logged and tells the request id. */
export async function explain(error: unknown): Promise<Extract<ActionResult<never>, { ok: false }>["error"]> {
  const requestId = (await headers()).get("x-request-id");
  if (isSuretyError(error)) {
    return { title: TITLE[error.kind], detail: error.message, code: error.code, errors: error.errors, requestId };
  }
  runtime().log.error({ err: error, requestId }, "action failed");
  const detail = "Nothing was changed. Try again; if it fails again, report the request id.";
  return { title: "A fault on our side", detail, code: "fault", errors: [], requestId };
}

/**
 * A form's fields as a plain object: empty fields are absent, the named ones are lists, the others single texts.
 * React's own fields (`$ACTION_…`) are left out.
 */
export function fields(form: FormData, lists: readonly string[] = []): Record<string, string | string[] | undefined> {
  const object: Record<string, string | string[] | undefined> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name).filter((value): value is string => typeof value === "string" && value !== "");
    object[name] = lists.includes(name) ? values : values[0];
  }
  for (const name of lists) object[name] ??= [];
  return object;
}

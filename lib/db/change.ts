import type { Entry } from "./entry";

export type { Entry } from "./entry";

/**
 * What a change does to decisions.
 * `none`: nothing. `standing`: only clause lines changed, and no answer can become stricter.
 * `loosens`: something else changed, and no answer can become stricter. `lowers`: an answer may become stricter.
 */
export type Effect = "none" | "standing" | "loosens" | "lowers";

/** What a verb did: its result, what history says of it, and how it bears on decisions. */
export type Change<T> =
  | { unchanged: true; result: T }
  | {
      result: T;
      entries: [Entry, ...Entry[]];
      effect: Effect;
      outbox?: { kind: string; subject: string; payload: Record<string, unknown> }[];
    };

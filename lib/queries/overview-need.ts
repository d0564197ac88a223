import type { Tx } from "@/lib/db/client";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { PactDocument } from "@/lib/domain/pact";
import type { Actor } from "@/lib/domain/roles";
import type { Snapshot } from "@/lib/domain/snapshot";

/** Something that waits for a person. */
export interface Need {
  kind:
    | "review"
    | "override"
    | "glass"
    | "grant"
    | "approval"
    | "missing"
    | "stale"
    | "expiring"
    | "drift"
    | "restore"
    | "incident"
    | "metric"
    | "look"
    | "finding"
    | "silent"
    | "unenforced"
    | "question"
    | "recertify";
  /** Unique in the list. */
  key: string;
  /** Until when somebody should have acted; past for what is overdue, null where nothing says so. RFC 3339 */
  deadline: string | null;
  /** Since when it waits, where there is no deadline. */
  since: string | null;
  title: string;
  /** What is held, where it is a review. */
  request?: DecisionRequest;
  /** Title of a clause that `says` names, to be quoted. */
  clause: string | null;
  says: string;
  /** Whose it is. */
  owner: { you: boolean; name: string };
  href: string;
}

/** What the parts of the list are read with. */
export interface Scene {
  tx: Tx;
  actor: Actor;
  organisationId: string;
  now: number;
  snapshot: Snapshot;
  teams: Map<string, { name: string; mine: boolean }>;
  documents: Map<string, PactDocument>;
}

export const iso = (at: Date | number) => new Date(at).toISOString();

/** What waits longest for want of a deadline is a list of its own: this many of a kind are shown. */
export const MOST = 50;

/** A clause of a live pact. */
export const clauseOf = ({ documents }: Scene, pact: string, key: string | null) =>
  documents.get(pact)?.clauses.find((clause) => clause.key === key);

/** A team as an owner. */
export const team = ({ teams }: Scene, slug: string): Need["owner"] => {
  const known = teams.get(slug);
  return { you: known?.mine ?? false, name: known?.name ?? slug };
};

/** A reason without its owner and next step, which the row tells by itself. */
export const firstSentence = (says: string): string => says.split(/(?<=[.!?]) (?=[A-Z])/)[0] ?? says;

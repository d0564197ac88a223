import { plural } from "@/components/trust/words";
import type { FindingGroup, FindingKind } from "@/lib/domain/finding";
import { sayValue } from "@/lib/domain/metric";
import type { Routing } from "@/lib/domain/metric-routing";

export interface Beat {
  kind: "agent" | "gateway";
  name: string;
  state: "live" | "silent";
  everySeconds: number;
  release: string | null;
  revision: number | null;
  beatAt: string;
}

export const FINDING_WORDS: Record<FindingKind, string> = { ungoverned: "no permit", new_tool: "first seen" };

export const ROUTING_WORDS: Record<Routing, string> = {
  governed: "Every observed call was permitted under a pact.",
  ungoverned: "Some calls ran or were decided without a pact.",
  unknown: "Decided, and nobody observes it.",
  no_surface: "Neither asked for nor observed.",
};

/** Whom a group or a heartbeat is about, as one key. */
export const groupKey = ({ kind, agent, action, workflow, owner }: FindingGroup): string =>
  [kind, agent, action, workflow, owner].join(" ");

interface Said {
  value: number | null;
  observed: number;
  open: number;
  unowned: number;
  silent: number;
}

/** What the page says first: how much of what ran a pact governed, what is to be explained, who is silent. */
export function coverageSentence({ value, observed, open, unowned, silent }: Said): string {
  const ran =
    value === null
      ? "Nothing was seen to run in 30 days"
      : observed > 0
        ? `${sayValue(value, "share")} of ${plural(observed, "observed call")} had a permit`
        : `${sayValue(value, "share")} of decisions were under a pact, and nobody observes what runs`;
  const found = open === 0 ? "nothing is left to explain" : `${plural(open, "finding")} to explain`;
  const whose = unowned > 0 ? `, ${unowned} of them nobody's` : "";
  const quiet = silent > 0 ? `; ${silent === 1 ? "1 is" : `${silent} are`} silent` : "";
  return `${ran}; ${found}${whose}${quiet}.`;
}

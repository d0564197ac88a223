import { plural } from "@/components/trust/words";
import type { PactRow } from "./pact-list";

export type PactView = "everything" | "review" | "weakening";

/** A live pact of which something does not hold. */
const isWeakening = ({ clauses }: Pick<PactRow, "clauses">): boolean =>
  clauses.some(({ standing }) => standing === "breached" || standing === "stale" || standing === "unproven");

const isInReview = ({ draft }: Pick<PactRow, "draft">): boolean => draft?.state === "in_review";

/** The pacts of a view. */
export function viewed(pacts: readonly PactRow[], view: PactView): PactRow[] {
  if (view === "review") return pacts.filter(isInReview);
  return view === "weakening" ? pacts.filter(isWeakening) : [...pacts];
}

/** How many each view holds. */
export const viewCounts = (pacts: readonly PactRow[]): Record<PactView, number> => ({
  everything: pacts.length,
  review: viewed(pacts, "review").length,
  weakening: viewed(pacts, "weakening").length,
});

/** What is to be known of all pacts, in one sentence. */
export function pactsSentence(pacts: readonly PactRow[]): string {
  const live = pacts.filter((pact) => pact.live);
  const { review, weakening } = viewCounts(pacts);
  if (live.length === 0) return `${plural(pacts.length, "pact")}, none in force yet.`;
  const waits = review === 0 ? "" : `; ${plural(review, "draft")} ${review === 1 ? "waits" : "wait"} for review`;
  if (weakening === 0)
    return `${live.length === 1 ? "The one pact in force holds" : `All ${live.length} pacts in force hold`}${waits}.`;
  return `${weakening} of ${plural(live.length, "pact")} in force ${weakening === 1 ? "has" : "have"} a clause that does not hold${waits}.`;
}

import { Verdict } from "@/components/trust/verdict";
import { EmptyState } from "@/components/ui/page-parts";
import type { Review } from "./review";

const NONE: Record<Exclude<Review["state"], "pending">, string> = {
  approved: "Nothing has been approved yet.",
  denied: "Nothing has been denied yet.",
  expired: "Nothing has expired: somebody always answered in time.",
};

/** Nothing waits: when something would. */
export function ReviewsEmpty({ view }: { view: Review["state"] }) {
  if (view !== "pending") return <p className="px-5 py-6 text-sm text-ink-2 max-sm:px-4">{NONE[view]}</p>;
  return (
    <div className="p-5 max-sm:px-4">
      <EmptyState
        sentence="Nothing waits for a person. A decision is held here where a clause says review, or where an agent is supervised:"
        example={
          <p className="text-sm">
            <Verdict verdict="review" pending /> payments.refund, amount 320, <em>Cites the policy it relied on</em> is
            stale
          </p>
        }
      />
    </div>
  );
}

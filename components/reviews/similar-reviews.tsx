import { SimilarOnes } from "@/components/trust/similar-ones";
import { type Review, sayAsked } from "./review";

const WORDS = { pending: "waits", approved: "approved", denied: "denied", expired: "nobody answered" } as const;

/** How the same was answered before: same agent, action and workflow. */
export function SimilarReviews({ all }: { all: readonly Review[] }) {
  return (
    <SimilarOnes
      caption="Similar held decisions"
      aside="same action, 90 d"
      columns={["What", "Answer", "By"]}
      ones={all.map((one) => ({
        href: `/reviews?view=${one.state}&peek=${one.id}`,
        at: one.createdAt,
        cells: [sayAsked(one), WORDS[one.state], one.settledBy?.name ?? "–"],
      }))}
    />
  );
}

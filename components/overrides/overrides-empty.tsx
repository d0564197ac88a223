import { ButtonLink } from "@/components/ui/button";
import { Curl } from "@/components/ui/curl";
import { EmptyState } from "@/components/ui/page-parts";
import { ScopeSentence } from "./scope-sentence";

const NONE = {
  exceptions: "Nothing ran outside its pact in the last 90 days: target zero, met.",
  active: "Nothing is overridden now: every clause acts.",
  over: "No override has ended yet.",
} as const;

/** No request: what one would say. */
export function OverridesEmpty({ view, origin }: { view: "requested" | keyof typeof NONE; origin: string }) {
  if (view !== "requested") return <p className="px-5 py-6 text-sm text-ink-2 max-sm:px-4">{NONE[view]}</p>;
  return (
    <div className="p-5 max-sm:px-4">
      <EmptyState
        sentence="No request waits. An override is permission asked for beforehand: scoped, approved by another person, expiring, counted. It reads like this:"
        example={
          <p className="recital">
            <ScopeSentence
              agent="refund-bot"
              actions={["payments.refund"]}
              where="refunds"
              clause="Cites the policy it relied on"
              triggers={["stale"]}
              maxUses={40}
            />
          </p>
        }
        action={
          <ButtonLink size="small" href="/overrides/new">
            Ask for an override
          </ButtonLink>
        }
        command={<Curl text={`curl ${origin}/api/v1/overrides \\\n  -H "Authorization: Bearer $SURETY_KEY"`} />}
      />
    </div>
  );
}

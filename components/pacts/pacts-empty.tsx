import type { ReactNode } from "react";
import { PageHead } from "@/components/shell/page";
import { ClauseCard } from "@/components/trust/clause-card";
import { Curl } from "@/components/ui/curl";
import { EmptyState } from "@/components/ui/page-parts";

/** No pact yet: what one is, one clause of it, and how it is made. */
export function PactsEmpty({ origin, action }: { origin: string; action: ReactNode }) {
  return (
    <>
      <PageHead sentence="No pact yet: nothing says what your agents promise." />
      <div className="mt-8">
        <EmptyState
          sentence="A pact says what one agent promises in one workflow, how each promise is tested, how old a test may be, who answers for it, and what happens otherwise. One clause reads like this:"
          example={
            <div className="sheet">
              <ClauseCard
                number={1}
                title="Cites the policy it relied on"
                obligation="Every refund above 20 EUR names the policy paragraph that allows it."
                answers={{
                  evidence: "Nightly citation eval, 200 cases; pass rate 98 %",
                  freshness: "at most 7 d old",
                  owner: "Refunds platform",
                  otherwise: "Block while evidence is missing. Review while it is stale.",
                }}
              />
            </div>
          }
          action={action}
          command={
            <Curl
              what="request"
              text={`curl -X PUT ${origin}/api/v1/pacts/refund-desk \\\n  -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/yaml" \\\n  --data-binary @refund-desk.yaml`}
            />
          }
        />
      </div>
    </>
  );
}

import { PageHead } from "@/components/shell/page";
import { AgeMeter } from "@/components/trust/freshness-meter";
import { ButtonLink } from "@/components/ui/button";
import { Curl } from "@/components/ui/curl";
import { EmptyState } from "@/components/ui/page-parts";

/** No clause in force asks for evidence. */
export function FreshnessEmpty({ origin }: { origin: string }) {
  return (
    <>
      <PageHead sentence="No clause in force asks for evidence." />
      <div className="mt-8">
        <EmptyState
          sentence="A clause says how old a test of it may be. Here every one is a meter of age against its window, the next to run out on top:"
          example={
            <div className="max-w-measure text-sm">
              <em>Cites the policy it relied on</em>
              <AgeMeter ageSeconds={6 * 86_400} windowSeconds={7 * 86_400} />
            </div>
          }
          action={
            <ButtonLink variant="primary" href="/pacts">
              See pacts
            </ButtonLink>
          }
          command={<Curl text={`curl "${origin}/api/v1/evidence?limit=20" -H "Authorization: Bearer $SURETY_KEY"`} />}
        />
      </div>
    </>
  );
}

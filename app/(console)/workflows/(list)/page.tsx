import type { Metadata } from "next";
import { Page, PageHead } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { Curl } from "@/components/ui/curl";
import { EmptyState } from "@/components/ui/page-parts";
import { coverageSentence } from "@/components/workflows/workflow";
import { WorkflowList } from "@/components/workflows/workflow-list";
import { WorkflowMap } from "@/components/workflows/workflow-map";
import { ownOrigin } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { workflowList } from "@/lib/queries/workflows";

export const metadata: Metadata = { title: "Workflows" };

/** Workflows, and how much of what matters is gated. */
export default async function WorkflowsPage() {
  const actor = await currentActor();
  const [workflows, origin] = await Promise.all([workflowList(actor), ownOrigin()]);
  const register = may(actor, "workflow.write") ? (
    <ButtonLink variant="primary" href="/workflows/new">
      Register workflow
    </ButtonLink>
  ) : null;
  return (
    <Page crumbs={[{ label: "Workflows" }]}>
      {workflows.length === 0 ? (
        <>
          <PageHead sentence="No workflow yet: nothing says what is at stake." />
          <div className="mt-8">
            <EmptyState
              sentence="A workflow names a business path and its actions. Each action is gated by the clauses of the pacts in force; what none names stands dashed:"
              example={<WorkflowMap map={EXAMPLE} draftHref={null} />}
              action={register}
              command={
                <Curl
                  text={`curl -X PUT ${origin}/api/v1/workflows/refunds \\\n  -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/json" \\\n  -d '{"name": "Refunds", "consequential": true, "risk": "high", "actions": [{"name": "payments.refund", "risk": "high"}]}'`}
                />
              }
            />
          </div>
        </>
      ) : (
        <>
          <PageHead
            sentence={coverageSentence(workflows)}
            actions={
              <>
                <ButtonLink href="/inventory">Weakest answers</ButtonLink>
                {register}
              </>
            }
          />
          <div className="mt-8">
            <WorkflowList workflows={workflows} />
          </div>
        </>
      )}
    </Page>
  );
}

const EXAMPLE = [{ action: "payments.refund", risk: "high" as const, gated: false, clauses: [] }];

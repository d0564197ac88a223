import type { Metadata } from "next";
import { agentsSentence } from "@/components/agents/agent";
import { AgentList } from "@/components/agents/agent-list";
import { Page, PageHead } from "@/components/shell/page";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { ButtonLink } from "@/components/ui/button";
import { Curl } from "@/components/ui/curl";
import { EmptyState } from "@/components/ui/page-parts";
import { ownOrigin } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { agentList } from "@/lib/queries/agents";

export const metadata: Metadata = { title: "Agents" };

/** Every agent, and how much of its authority is left. */
export default async function AgentsPage() {
  const actor = await currentActor();
  const [agents, origin] = await Promise.all([agentList(actor), ownOrigin()]);
  const register = may(actor, "agent.write") ? (
    <ButtonLink variant="primary" href="/agents/new">
      Register agent
    </ButtonLink>
  ) : null;
  return (
    <Page crumbs={[{ label: "Agents" }]}>
      {agents.length === 0 ? (
        <>
          <PageHead sentence="No agent yet: nobody can ask for a decision." />
          <div className="mt-8">
            <EmptyState
              sentence="An agent is registered with a release, the name of its model, prompt, tools and data together. People grant it authority; its clauses can take from it:"
              example={
                <p className="text-sm">
                  <AuthorityGauge granted="full" effective="limited" detail /> while a clause is degraded
                </p>
              }
              action={register}
              command={
                <Curl
                  text={`curl -X PUT ${origin}/api/v1/agents/refund-bot \\\n  -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/json" \\\n  -d '{"name": "Refund bot", "owner": "refunds-platform", "release": "r1"}'`}
                />
              }
            />
          </div>
        </>
      ) : (
        <>
          <PageHead sentence={agentsSentence(agents)} actions={register} />
          <div className="mt-8">
            <AgentList agents={agents} />
          </div>
        </>
      )}
    </Page>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { MEANS } from "@/components/agents/agent";
import { ChangeRelease } from "@/components/agents/agent-forms";
import { ChangeAuthority, Suspend } from "@/components/agents/authority-forms";
import { AuthorityNow } from "@/components/agents/authority-now";
import { ClauseTable } from "@/components/agents/clause-table";
import { GrantHistory, GrantRequest } from "@/components/agents/grants";
import { Incidents, NewIncident } from "@/components/agents/incidents";
import { ActiveOverrides, Drafts, Releases } from "@/components/agents/lists";
import { Page, PageHead } from "@/components/shell/page";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { Happened } from "@/components/trust/happened";
import { Section } from "@/components/ui/section";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type AgentDetail, agentDetail } from "@/lib/queries/agent";
import { approve, deny, grant, open, resolve, saveAgent } from "../actions";

/** Lines of the timeline; the ledger has them all. */
const LATEST = 12;

interface Props {
  params: Promise<{ slug: string }>;
}

const detailOf = cache(async (slug: string) => found(agentDetail(await currentActor(), slug)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await detailOf((await params).slug)).name };
}

/** One agent: the authority that it has now and why, clause by clause; what people granted; what happened. */
export default async function AgentPage({ params }: Props) {
  const actor = await currentActor();
  const agent = await detailOf((await params).slug);
  const requests = agent.grants.filter(({ state }) => state === "requested");
  const history = agent.grants.filter(({ state }) => state !== "requested");
  const workflows = [...new Set(agent.pacts.map(({ workflow }) => workflow))].sort();
  const { slug, name, owner, release, candidates } = agent;
  return (
    <Page crumbs={[{ label: "Agents", href: "/agents" }, { label: name }]}>
      <PageHead
        above={
          <>
            {slug}, release {release}
            {candidates.length > 0 ? `, candidates ${candidates.join(", ")}` : ""}, owned by {owner}
          </>
        }
        sentence={sentence(agent)}
        lede={
          agent.pacts.length === 0
            ? "No pact is in force for it: the organisation’s rule for what is ungoverned answers."
            : undefined
        }
        actions={
          <>
            {may(actor, "incident.open") ? <NewIncident agent={slug} act={open} /> : null}
            {may(actor, "agent.write") ? (
              <ChangeRelease agent={{ slug, name, owner, release, candidates }} act={saveAgent} />
            ) : null}
            {may(actor, "grant.lower") ? (
              <>
                <ChangeAuthority agent={slug} workflows={workflows} granted={agent.authority.granted} act={grant} />
                <Suspend agent={slug} act={grant} />
              </>
            ) : null}
          </>
        }
      />
      <div className="mt-10 flex flex-col gap-10">
        {requests.length > 0 ? (
          <Section title="Asked for">
            {requests.map((one) => (
              <GrantRequest
                key={one.id}
                grant={one}
                reader={actor.id}
                mayApprove={may(actor, "grant.approve", one.workflow)}
                approve={approve}
                deny={deny}
              />
            ))}
          </Section>
        ) : null}
        {agent.incidents.length > 0 ? (
          <Section title="Open incidents" id="incidents">
            <Incidents incidents={agent.incidents} mayResolve={may(actor, "incident.resolve")} act={resolve} />
          </Section>
        ) : null}
        <Section
          title="Authority now"
          aside={agent.standing.length > 1 ? <AuthorityGauge {...agent.authority} detail /> : undefined}
        >
          {agent.standing.length > 0 ? (
            <AuthorityNow agent={name} pacts={agent.standing} />
          ) : (
            <p className="py-3 text-sm text-ink-2">
              Granted {agent.authority.granted}. <Link href={`/pacts?agent=${slug}`}>Its pacts</Link>
            </p>
          )}
        </Section>
        {agent.standing.length > 0 ? (
          <Section title="Clauses">
            <ClauseTable pacts={agent.standing} />
          </Section>
        ) : null}
        {agent.overrides.length > 0 ? (
          <Section title="Overrides in force">
            <ActiveOverrides overrides={agent.overrides} />
          </Section>
        ) : null}
        {agent.drafts.length > 0 ? (
          <Section title="Drafts">
            <Drafts drafts={agent.drafts} />
          </Section>
        ) : null}
        {history.length > 0 ? (
          <Section title="Grants">
            <GrantHistory grants={history} />
          </Section>
        ) : null}
        <div className="grid grid-cols-2 gap-10 max-lg:grid-cols-1">
          <Section title="Timeline">
            <Happened entries={agent.timeline.slice(0, LATEST)} />
          </Section>
          <Section title="Releases">
            <Releases releases={agent.releases} />
          </Section>
        </div>
      </div>
    </Page>
  );
}

function sentence({ name, authority: { granted, effective }, standing, pacts }: AgentDetail): string {
  if (pacts.length === 0) return `${name} is registered, and governed by no pact.`;
  if (effective === granted) return `${name} ${MEANS[effective]}.`;
  const acting = standing
    .flatMap(({ clauses }) => clauses)
    .filter(({ triggers }) => triggers.some(({ override }) => override === null)).length;
  const causes = acting === 1 ? "one clause acts" : `${acting} clauses act`;
  return `${name} ${MEANS[effective]}, though people granted ${granted}: ${causes}.`;
}

import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { MEANS } from "@/components/agents/agent";
import { ChangeRelease } from "@/components/agents/agent-forms";
import { ChangeAuthority, Suspend } from "@/components/agents/authority-forms";
import { AuthorityNow } from "@/components/agents/authority-now";
import { ClauseTable } from "@/components/agents/clause-table";
import { GrantHistory, GrantWaiting } from "@/components/agents/grants";
import { Incidents, NewIncident } from "@/components/agents/incidents";
import { ActiveOverrides, Drafts, Releases } from "@/components/agents/lists";
import { ScoreWords } from "@/components/agents/score-words";
import { AuthoritySteps } from "@/components/chart/steps";
import { onProbation } from "@/components/grants/grant";
import { Page, PageHead } from "@/components/shell/page";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { Happened } from "@/components/trust/happened";
import { tryHref } from "@/components/try/search";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type AgentDetail, agentDetail } from "@/lib/queries/agent";
import { type AuthorityCourse, authorityCourses } from "@/lib/queries/authority-history";
import { grant, open, resolve, saveAgent } from "../actions";

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
  const courses = await authorityCourses(actor, agent.slug);
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
            ? "No pact is in force for it: the organisation’s rule for what is ungoverned answers. Begin one from what it asks for."
            : undefined
        }
        actions={<Actions agent={agent} actor={actor} />}
      />
      <div className="mt-10 flex flex-col gap-10">
        <Waiting agent={agent} actor={actor} />
        <Now agent={agent} />
        <Shifts courses={courses} />
        <History agent={agent} />
      </div>
    </Page>
  );
}

type Of = { agent: AgentDetail; actor: Awaited<ReturnType<typeof currentActor>> };

function Actions({ agent: { slug, name, owner, release, candidates, pacts, authority }, actor }: Of) {
  const workflows = [...new Set(pacts.map(({ workflow }) => workflow))].sort();
  return (
    <>
      <ButtonLink size="small" href={`/agents/${slug}/traffic`}>
        What it asks for
      </ButtonLink>
      <ButtonLink size="small" href={tryHref({ request: { agent: slug, action: "" } })}>
        Try it
      </ButtonLink>
      {may(actor, "incident.open") ? <NewIncident agent={slug} act={open} /> : null}
      {may(actor, "agent.write") ? (
        <ChangeRelease agent={{ slug, name, owner, release, candidates }} act={saveAgent} />
      ) : null}
      {may(actor, "grant.lower") ? (
        <>
          <ChangeAuthority agent={slug} workflows={workflows} granted={authority.granted} act={grant} />
          <Suspend agent={slug} act={grant} />
        </>
      ) : null}
    </>
  );
}

/** What asks for a person's word. */
function Waiting({ agent, actor }: Of) {
  const waiting = agent.grants.filter((one) => one.state === "requested" || onProbation(one));
  const answers = (one: (typeof waiting)[number]) =>
    one.requestedBy.id !== actor.id && may(actor, "grant.approve", one.workflow);
  return (
    <>
      {waiting.length > 0 ? (
        <Section title="Authority that waits for a word">
          {waiting.map((one) => (
            <GrantWaiting key={one.id} grant={one} answers={answers(one)} />
          ))}
        </Section>
      ) : null}
      {agent.incidents.length > 0 ? (
        <Section title="Open incidents" id="incidents">
          <Incidents incidents={agent.incidents} mayResolve={may(actor, "incident.resolve")} act={resolve} />
        </Section>
      ) : null}
    </>
  );
}

/** How its authority shifted in 30 days, each step with its cause. */
function Shifts({ courses }: { courses: AuthorityCourse[] }) {
  return courses.map(({ pact, title, from, to, steps, leftOut }) => (
    <Section key={pact} title={courses.length > 1 ? `Authority under ${title}, 30 days` : "Authority, 30 days"}>
      <AuthoritySteps label={`Authority under ${title}, 30 days`} steps={steps} from={from} to={to} />
      {leftOut.length > 0 ? (
        <p className="label mt-2">
          Shifts by the score of {leftOut.join(", ")} are not shown: there are too many records to follow here.
        </p>
      ) : null}
    </Section>
  ));
}

/** What it may do now, and why. */
function Now({ agent: { slug, name, standing, authority, overrides } }: { agent: AgentDetail }) {
  if (standing.length === 0) {
    return (
      <Section title="Authority now">
        <p className="py-3 text-sm text-ink-2">
          Granted {authority.granted}. <Link href={`/pacts?agent=${slug}`}>Its pacts</Link>
        </p>
      </Section>
    );
  }
  return (
    <>
      <Section title="Authority now" aside={standing.length > 1 ? <AuthorityGauge {...authority} detail /> : undefined}>
        <AuthorityNow agent={name} pacts={standing} />
      </Section>
      <Section title="Clauses">
        <ClauseTable pacts={standing} />
        <ScoreWords pacts={standing} />
      </Section>
      {overrides.length > 0 ? (
        <Section title="Overrides in force">
          <ActiveOverrides overrides={overrides} />
        </Section>
      ) : null}
    </>
  );
}

/** What people granted and wrote, what was released, what happened. */
function History({ agent: { drafts, grants, timeline, releases } }: { agent: AgentDetail }) {
  const given = grants.filter(({ state }) => state !== "requested");
  return (
    <>
      {drafts.length > 0 ? (
        <Section title="Drafts">
          <Drafts drafts={drafts} />
        </Section>
      ) : null}
      {given.length > 0 ? (
        <Section title="Grants">
          <GrantHistory grants={given} />
        </Section>
      ) : null}
      <div className="grid grid-cols-2 gap-10 max-lg:grid-cols-1">
        <Section title="Timeline">
          <Happened entries={timeline.slice(0, LATEST)} />
        </Section>
        <Section title="Releases">
          <Releases releases={releases} />
        </Section>
      </div>
    </>
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

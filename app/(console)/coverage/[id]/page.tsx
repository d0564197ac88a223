import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { FINDING_WORDS } from "@/components/coverage/coverage";
import { AssignFinding, CloseFinding } from "@/components/coverage/finding-acts";
import { Page, PageHead } from "@/components/shell/page";
import { Mark } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import { Facts, Section } from "@/components/ui/section";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { FINDING_OUTCOMES } from "@/lib/domain/finding";
import { may } from "@/lib/domain/roles";
import { findingDetail } from "@/lib/queries/findings";
import { teamNames } from "@/lib/queries/team-names";
import { assign, close } from "../actions";

interface Props {
  params: Promise<{ id: string }>;
}

const detailOf = cache(async (id: string) => found(findingDetail(await currentActor(), id)));
type Detail = Awaited<ReturnType<typeof detailOf>>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { action, agent } = await detailOf((await params).id);
  return { title: `${action} of ${agent}` };
}

/** One finding: what ran, why it is one, whose it is, and what became of it. */
export default async function FindingPage({ params }: Props) {
  const actor = await currentActor();
  const finding = await detailOf((await params).id);
  const teams = await teamNames(actor);
  const { id, agent, action, state, says, kind, owner } = finding;
  const of = { id, what: `${action} of ${agent}`, count: finding.alike };
  return (
    <Page crumbs={[{ label: "Coverage", href: "/coverage" }, { label: of.what }]}>
      <PageHead
        above={
          <Mark tone={state === "open" ? "breached" : "met"} chip>
            {state === "open" ? "Open" : "Closed"}, {FINDING_WORDS[kind]}
          </Mark>
        }
        sentence={says}
        actions={
          state === "open" && may(actor, "finding.settle", finding.workflow) ? (
            <>
              <AssignFinding {...of} owner={owner} teams={teams} act={assign} />
              <CloseFinding {...of} act={close} />
            </>
          ) : null
        }
      />
      <div className="mt-10 grid grid-cols-2 gap-x-12 gap-y-10 max-lg:grid-cols-1">
        <Section title="What ran">
          <Facts className="mt-3" items={ran(finding)} />
        </Section>
        <Section title="Whose, and what became of it">
          <Facts className="mt-3" items={course(finding, teams)} />
        </Section>
      </div>
    </Page>
  );
}

const WorkflowLink = ({ slug }: { slug: string }) => <Link href={`/workflows/${slug}`}>{slug}</Link>;

const ran = ({ agent, action, workflow, at, firstSeen, observation, exception, alike }: Detail) =>
  [
    [
      "Agent",
      <Link key="agent" href={`/agents/${agent}`}>
        {agent}
      </Link>,
    ],
    ["Action", action],
    ["Workflow", workflow ? <WorkflowLink key="workflow" slug={workflow} /> : "none names it"],
    ["When", <When key="at" at={at} />],
    ["Seen before", firstSeen ? "never of this agent" : "yes"],
    ["Observation", observation],
    ["Exception", exception ?? "none: it was permitted"],
    ["Open ones alike", alike.toLocaleString("en-GB")],
  ] as const;

const course = (
  { owner, assignedBy, openedAt, closedAt, closedBy, outcome, reason }: Detail,
  teams: Readonly<Record<string, string>>,
) =>
  [
    ["Owner", owner ? (teams[owner] ?? owner) : "nobody"],
    ["Assigned by", assignedBy?.name ?? (owner ? "Surety, since its clauses or the agent are that team's" : "nobody")],
    ["Since", <When key="since" at={openedAt} />],
    ["Closed", closedAt ? <When key="closed" at={closedAt} /> : "not yet"],
    ...(closedAt && outcome
      ? ([
          ["By", closedBy?.name ?? ""],
          ["Became", FINDING_OUTCOMES[outcome]],
          ["Why", reason ?? ""],
        ] as const)
      : []),
  ] as const;

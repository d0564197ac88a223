import type { Metadata } from "next";
import { Page, PageHead } from "@/components/shell/page";
import { DraftIt } from "@/components/traffic/draft-it";
import { PERCENTILES, trafficSearch } from "@/components/traffic/search";
import { SeenActions } from "@/components/traffic/seen-actions";
import { day, plural } from "@/components/trust/words";
import { SegmentedLinks } from "@/components/ui/choices";
import { EmptyState } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type AgentTraffic, agentTraffic } from "@/lib/queries/traffic";
import { saveDraft } from "../../../pacts/actions";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `What ${(await params).slug} asks for` };
}

/** What an agent was seen to do, and the pact that this would make: where one begins who has no pact yet. */
export default async function TrafficPage({ params, searchParams }: Props) {
  const actor = await currentActor();
  const { slug } = await params;
  const { percentile } = trafficSearch.parse(await searchParams);
  const traffic = await found(agentTraffic(actor, slug, percentile));
  const { draft } = traffic;
  const crumbs = [
    { label: "Agents", href: "/agents" },
    { label: traffic.name, href: `/agents/${slug}` },
    { label: "What it asks for" },
  ];
  return (
    <Page crumbs={crumbs}>
      <PageHead
        sentence={sentence(traffic)}
        lede={lede(traffic)}
        actions={draft && may(actor, "pact.write") ? <DraftIt draft={draft} save={saveDraft} /> : null}
      />
      <div className="mt-10 flex flex-col gap-10">
        {traffic.decisions === 0 ? (
          <EmptyState sentence="Let it run first: asked for each step, an ungoverned agent is recorded with the facts that it sends. Where the organisation’s rule for what is ungoverned is to allow, nothing stops meanwhile." />
        ) : (
          <Section title="Actions and their facts">
            <SeenActions actions={traffic.actions} percentile={percentile} />
          </Section>
        )}
        {draft ? (
          <Section
            title="The pact that this would make"
            aside={
              <SegmentedLinks
                label="Limits that hold this share of requests"
                options={PERCENTILES.map(({ value, label }) => ({
                  href: `/agents/${slug}/traffic${trafficSearch.query({ percentile: value })}`,
                  label,
                  current: value === percentile,
                }))}
              />
            }
          >
            <p className="max-w-measure py-3 text-sm text-ink-2">
              Its limits hold the share of requests chosen at the right. It is a beginning: in shadow it decides
              nothing, and the draft’s page replays the recorded decisions under it.
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
            <pre className="code max-h-[480px] overflow-auto" tabIndex={0}>
              {draft.text}
            </pre>
          </Section>
        ) : null}
      </div>
    </Page>
  );
}

function sentence({ name, decisions, actions }: AgentTraffic): string {
  if (decisions === 0) return `${name} has not asked for anything yet.`;
  const open = actions.filter(({ gated }) => !gated).length;
  if (open === 0) return `${name} asks for ${plural(actions.length, "action")}, and a clause gates each.`;
  return `${name} asks for ${plural(actions.length, "action")}; no clause gates ${open === actions.length ? "any" : open} of them.`;
}

function lede({ decisions, ungoverned, from, to }: AgentTraffic): string | undefined {
  if (!from || !to) return undefined;
  const span = `${day(Date.parse(from))} to ${day(Date.parse(to))}`;
  return `${plural(decisions, "recorded decision")}, ${span}${ungoverned > 0 ? `, of which ${ungoverned.toLocaleString("en-GB")} ran under no pact` : ""}.`;
}

import type { Metadata } from "next";
import { Workbench } from "@/components/pacts/editor/workbench";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { newestTests, pactEditing } from "@/lib/queries/pact-editing";
import { pactReferences } from "@/lib/queries/pact-references";
import { teamNames } from "@/lib/queries/team-names";
import { autosaveDraft, submitDraft } from "../../actions";
import { editSearch } from "../../search";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${(await params).slug}` };
}

/** The draft of a pact while it is written; without one, the live version, from which a draft is made. */
export default async function EditPactPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { gate } = editSearch.parse(await searchParams);
  const actor = await currentActor();
  const [stored, tested, teams, { agents, workflows }] = await Promise.all([
    found(pactEditing(actor, slug)),
    found(newestTests(actor, slug)),
    teamNames(actor),
    pactReferences(actor),
  ]);
  return (
    <Workbench
      stored={stored}
      teams={teams}
      agents={agents.map((agent) => agent.slug)}
      workflows={workflows}
      tested={tested}
      gate={gate}
      save={autosaveDraft}
      submit={submitDraft}
    />
  );
}

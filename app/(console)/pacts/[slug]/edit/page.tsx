import type { Metadata } from "next";
import { Workbench } from "@/components/pacts/editor/workbench";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { pactEditing } from "@/lib/queries/pact-editing";
import { pactReferences } from "@/lib/queries/pact-references";
import { teamNames } from "@/lib/queries/team-names";
import { autosaveDraft, submitDraft } from "../../actions";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${(await params).slug}` };
}

/** The draft of a pact while it is written; without one, the live version, from which a draft is made. */
export default async function EditPactPage({ params }: Props) {
  const { slug } = await params;
  const actor = await currentActor();
  const [stored, teams, { agents, workflows }] = await Promise.all([
    found(pactEditing(actor, slug)),
    teamNames(actor),
    pactReferences(actor),
  ]);
  return (
    <Workbench
      stored={stored}
      teams={teams}
      agents={agents.map((agent) => agent.slug)}
      workflows={workflows}
      save={autosaveDraft}
      submit={submitDraft}
    />
  );
}

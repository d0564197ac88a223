import type { Metadata } from "next";
import { PactEditor } from "@/components/pacts/pact-editor";
import { Page, PageHead } from "@/components/shell/page";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { toYaml } from "@/lib/domain/parse-pact";
import { agentNames } from "@/lib/queries/agent-names";
import { pactVersion } from "@/lib/queries/pact";
import { teamNames } from "@/lib/queries/team-names";
import { saveDraft } from "../../actions";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${(await params).slug}` };
}

/** The draft of a pact as text; without one, the live version, from which a draft is made. */
export default async function EditPactPage({ params }: Props) {
  const { slug } = await params;
  const actor = await currentActor();
  const [current, teams, agents] = await Promise.all([
    found(pactVersion(actor, slug)),
    teamNames(actor),
    agentNames(actor),
  ]);
  const from = current.draft ? await pactVersion(actor, slug, current.draft.version) : current;
  const draft = from.state !== "live";
  const next = draft ? from.version : from.version + 1;
  return (
    <Page
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        { label: from.title, href: `/pacts/${slug}` },
        { label: `Draft ${next}` },
      ]}
    >
      <PageHead
        sentence={draft ? `Draft of version ${next}.` : `A draft of version ${next}, from version ${from.version}.`}
        lede={
          from.state === "in_review"
            ? "It is in review: saving a change takes it back and voids its approvals."
            : "Saved drafts bind nobody. Submit it for review once it has no holes."
        }
      />
      <div className="mt-8">
        <PactEditor
          pact={slug}
          initial={toYaml(from.document)}
          base={from.hash}
          known={{ teams: Object.keys(teams), agents: Object.keys(agents) }}
          teams={teams}
          save={saveDraft}
          cancelHref={`/pacts/${slug}?version=${from.version}`}
        />
      </div>
    </Page>
  );
}

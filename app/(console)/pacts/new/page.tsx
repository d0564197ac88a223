import type { Metadata } from "next";
import { PactEditor } from "@/components/pacts/pact-editor";
import { Page, PageHead } from "@/components/shell/page";
import { currentActor } from "@/lib/border/session";
import { agentNames } from "@/lib/queries/agent-names";
import { teamNames } from "@/lib/queries/team-names";
import { saveDraft } from "../actions";

export const metadata: Metadata = { title: "New pact" };

/** A new pact from a document. */
export default async function NewPactPage() {
  const actor = await currentActor();
  const [teams, agents] = await Promise.all([teamNames(actor), agentNames(actor)]);
  return (
    <Page crumbs={[{ label: "Pacts", href: "/pacts" }, { label: "New pact" }]}>
      <PageHead
        sentence="A pact says what one agent promises, how that is tested, and what happens otherwise."
        lede="Paste YAML or JSON, or begin with the example. It is judged here as you type, and saved as a draft that binds nobody."
      />
      <div className="mt-8">
        <PactEditor
          initial=""
          known={{ teams: Object.keys(teams), agents: Object.keys(agents) }}
          teams={teams}
          save={saveDraft}
          cancelHref="/pacts"
        />
      </div>
    </Page>
  );
}

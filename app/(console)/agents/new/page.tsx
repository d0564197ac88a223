import type { Metadata } from "next";
import { RegisterAgent } from "@/components/agents/agent-forms";
import { Page, PageHead } from "@/components/shell/page";
import { currentActor } from "@/lib/border/session";
import { teamNames } from "@/lib/queries/team-names";
import { saveAgent } from "../actions";

export const metadata: Metadata = { title: "Register agent" };

/** A new agent. */
export default async function NewAgentPage() {
  const teams = await teamNames(await currentActor());
  return (
    <Page crumbs={[{ label: "Agents", href: "/agents" }, { label: "Register agent" }]}>
      <PageHead
        sentence="An agent is whoever asks for decisions."
        lede="Registering it grants nothing by itself: until a pact is in force for it, the organisation’s rule for what is ungoverned answers."
      />
      <div className="mt-8">
        <RegisterAgent act={saveAgent} teams={Object.keys(teams)} />
      </div>
    </Page>
  );
}

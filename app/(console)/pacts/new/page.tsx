import type { Metadata } from "next";
import { PactEditor } from "@/components/pacts/pact-editor";
import { TemplateForm } from "@/components/pacts/template-form";
import { TemplateGallery } from "@/components/pacts/template-gallery";
import { Page, PageHead } from "@/components/shell/page";
import { currentActor, currentSession } from "@/lib/border/session";
import { TEMPLATES } from "@/lib/domain/templates";
import { pactReferences } from "@/lib/queries/pact-references";
import { teamNames } from "@/lib/queries/team-names";
import { saveDraft } from "../actions";
import { newPactSearch } from "../search";

export const metadata: Metadata = { title: "New pact" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A new pact: from a template, from nothing, or from a document. */
export default async function NewPactPage({ searchParams }: Props) {
  const actor = await currentActor();
  const { template, workflow } = newPactSearch.parse(await searchParams);
  const chosen = TEMPLATES.find(({ id }) => id === template);
  const begun = chosen !== undefined || template === "blank" || template === "document";
  return (
    <Page
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        ...(begun ? [{ label: "New pact", href: "/pacts/new" }] : []),
        { label: begun ? (chosen?.title ?? (template === "blank" ? "Blank" : "From a document")) : "New pact" },
      ]}
    >
      <PageHead
        sentence="A pact says what one agent promises, how that is tested, and what happens otherwise."
        lede={
          begun
            ? "What you save is a draft: it binds nobody until another person has approved it and it is published."
            : "Begin with one that an expert would defend, and make it yours clause by clause."
        }
      />
      {begun ? (
        <Begun template={template ?? ""} workflow={workflow} actor={actor} />
      ) : (
        <TemplateGallery hrefOf={(id) => `/pacts/new${newPactSearch.query({ template: id, workflow })}`} />
      )}
    </Page>
  );
}

interface BegunProps {
  template: string;
  workflow: string | undefined;
  actor: Awaited<ReturnType<typeof currentActor>>;
}

async function Begun({ template, workflow, actor }: BegunProps) {
  const [teams, { agents, workflows }, session] = await Promise.all([
    teamNames(actor),
    pactReferences(actor),
    currentSession(),
  ]);
  const names = agents.map(({ slug }) => slug);
  if (template === "document") {
    return (
      <div className="mt-8">
        <PactEditor
          initial=""
          known={{ teams: Object.keys(teams), agents: names }}
          teams={teams}
          save={saveDraft}
          cancelHref="/pacts"
        />
      </div>
    );
  }
  return (
    <TemplateForm
      key={template}
      template={template}
      teams={teams}
      agents={names}
      workflows={workflows}
      workflow={workflow}
      provider={session?.organisation.name ?? ""}
      save={saveDraft}
    />
  );
}

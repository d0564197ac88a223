import type { Metadata } from "next";
import { plural } from "@/components/trust/words";
import { Facts, Section } from "@/components/ui/section";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import type { OrganisationSettings } from "@/lib/domain/state";
import { getOrganisation } from "@/lib/queries/organisation";
import { SettingsFrame } from "../frame";
import { CriteriaFacts, CriteriaForm } from "./criteria-form";
import { OrganisationForm } from "./organisation-form";

export const metadata: Metadata = { title: "Organisation" };

const UNGOVERNED = { block: "is blocked", review: "waits for a person", allow: "is let through" } as const;

function sentenceOf({ ungoverned, approvals }: OrganisationSettings): string {
  const needs = approvals === 0 ? "no approval" : plural(approvals, "approval");
  return `What no pact covers ${UNGOVERNED[ungoverned]}; publishing a pact needs ${needs}.`;
}

export default async function OrganisationPage() {
  const actor = await currentActor();
  const organisation = await getOrganisation(actor);
  const { grantCriteria: criteria } = organisation.settings;
  return (
    <SettingsFrame
      tab="organisation"
      sentence={sentenceOf(organisation.settings)}
      lede="Each change is written into the ledger, from what to what, and counts from the next decision on."
    >
      <Section title="Settings">
        <div className="mt-4 max-w-[560px]">
          {may(actor, "organisation.write") ? (
            <OrganisationForm key={JSON.stringify(organisation)} organisation={organisation} />
          ) : (
            <ReadOnly {...organisation} />
          )}
        </div>
      </Section>
      <Section title="Before more authority">
        <div className="mt-4 max-w-[560px]">
          <p className="mb-5 text-sm text-ink-2">
            A request for more authority shows each of these with what was found. An empty field asks for nothing.
          </p>
          {may(actor, "organisation.write") ? (
            <CriteriaForm key={JSON.stringify(criteria)} criteria={criteria} />
          ) : (
            <CriteriaFacts criteria={criteria} />
          )}
        </div>
      </Section>
    </SettingsFrame>
  );
}

function ReadOnly({ name, slug, settings }: { name: string; slug: string; settings: OrganisationSettings }) {
  const { critical, major, minor } = settings.overrideCaps;
  return (
    <Facts
      items={[
        ["Name", name],
        ["Slug", slug],
        ["Without a pact", settings.ungoverned],
        ["Approvals", settings.approvals],
        ["Reviews expire", settings.reviewExpiry],
        ["Longest override", `critical ${critical}, major ${major}, minor ${minor}`],
      ]}
    />
  );
}

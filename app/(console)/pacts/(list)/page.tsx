import type { Metadata } from "next";
import { PactList } from "@/components/pacts/pact-list";
import { pactsSentence, viewCounts, viewed } from "@/components/pacts/pact-views";
import { PactsEmpty } from "@/components/pacts/pacts-empty";
import { Page, PageHead } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { FilterChip, TabLinks } from "@/components/ui/choices";
import { ownOrigin } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { pactList } from "@/lib/queries/pacts";
import { PACT_VIEWS, pactsSearch } from "../search";

export const metadata: Metadata = { title: "Pacts" };

const NAMES = { everything: "Everything", review: "In review", weakening: "Weakening" } as const;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Every pact of the organisation and how it stands. */
export default async function PactsPage({ searchParams }: Props) {
  const actor = await currentActor();
  const search = pactsSearch.parse(await searchParams);
  const { view, agent, workflow } = search;
  const [pacts, origin] = await Promise.all([pactList(actor, { agent, workflow }), ownOrigin()]);
  const counts = viewCounts(pacts);
  const shown = viewed(pacts, view);
  const writes = may(actor, "pact.write");
  const make = writes ? (
    <ButtonLink variant="primary" href="/pacts/new">
      New pact
    </ButtonLink>
  ) : null;
  const without = (one: "agent" | "workflow") => `/pacts${pactsSearch.query({ ...search, [one]: undefined })}`;
  return (
    <Page crumbs={[{ label: "Pacts" }]}>
      {pacts.length === 0 && !agent && !workflow ? (
        <PactsEmpty origin={origin} action={make} />
      ) : (
        <>
          <PageHead
            sentence={pactsSentence(pacts)}
            actions={
              <>
                <ButtonLink href="/clauses">Clauses and owners</ButtonLink>
                {make}
              </>
            }
          />
          <div className="mt-6 flex flex-wrap items-center gap-3">
            <div className="flex-1">
              <TabLinks
                label="Views"
                options={PACT_VIEWS.map((one) => ({
                  href: `/pacts${pactsSearch.query({ ...search, view: one })}`,
                  label: NAMES[one],
                  count: counts[one],
                  current: one === view,
                }))}
              />
            </div>
            {agent ? <FilterChip label="Agent is" value={agent} removeHref={without("agent")} /> : null}
            {workflow ? <FilterChip label="Workflow is" value={workflow} removeHref={without("workflow")} /> : null}
          </div>
          {shown.length > 0 ? <PactList pacts={shown} /> : <p className="py-6 text-sm text-ink-2">{NONE[view]}</p>}
        </>
      )}
    </Page>
  );
}

const NONE = {
  everything: "No pact matches.",
  review: "No draft waits for review.",
  weakening: "Every clause in force is met or waived.",
} as const;

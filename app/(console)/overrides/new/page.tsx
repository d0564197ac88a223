import type { Metadata } from "next";
import { AskForm } from "@/components/overrides/ask-form";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/page-parts";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { overridable } from "@/lib/queries/overridable";
import { ask } from "../actions";
import { askSearch } from "../search";

export const metadata: Metadata = { title: "Ask for an override" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A request for an override. */
export default async function AskPage({ searchParams }: Props) {
  const actor = await currentActor();
  const [pacts, initial] = await Promise.all([overridable(actor), searchParams.then(askSearch.parse)]);
  return (
    <Page crumbs={[{ label: "Overrides", href: "/overrides" }, { label: "Ask for an override" }]}>
      {pacts.length === 0 ? (
        <>
          <h1 className="label mb-3">Ask for an override</h1>
          <EmptyState
            sentence="No pact is in force, so there is nothing that could be overridden."
            action={
              <ButtonLink size="small" href="/pacts">
                See pacts
              </ButtonLink>
            }
          />
        </>
      ) : (
        <AskForm pacts={pacts} initial={initial} act={ask} mayBreak={may(actor, "override.break")} />
      )}
    </Page>
  );
}

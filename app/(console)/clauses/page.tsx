import type { Metadata } from "next";
import { ClauseReviews } from "@/components/clauses/clause-reviews";
import { OwnerFilter } from "@/components/clauses/owner-filter";
import { clausesSearch } from "@/components/clauses/search";
import { Page, PageHead } from "@/components/shell/page";
import { plural } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { TabLinks } from "@/components/ui/choices";
import { EmptyState } from "@/components/ui/page-parts";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type RecertificationItem, recertifications } from "@/lib/queries/recertifications";
import { teamNames } from "@/lib/queries/team-names";
import { giveOwner, recertify } from "./actions";

export const metadata: Metadata = { title: "Clauses and their owners" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const due = ({ state }: RecertificationItem) => state !== "current";

/** Every clause in force: who answers for it, and when they have to say again that it is right. */
export default async function ClausesPage({ searchParams }: Props) {
  const actor = await currentActor();
  const { show, owner } = clausesSearch.parse(await searchParams);
  const [all, teams] = await Promise.all([recertifications(actor), teamNames(actor)]);
  const owned = all.filter((one) => owner === undefined || one.owner === owner);
  const views = { everything: owned, due: owned.filter(due), mine: owned.filter(({ mine }) => mine) };
  const overdue = owned.filter(({ state }) => state === "overdue").length;
  const tab = (value: keyof typeof views, label: string) => ({
    href: `/clauses${clausesSearch.query({ show: value, owner })}`,
    label,
    count: views[value].length,
    current: show === value,
  });
  return (
    <Page crumbs={[{ label: "Pacts", href: "/pacts" }, { label: "Clauses and their owners" }]}>
      <PageHead
        sentence={overdue > 0 ? `${plural(overdue, "clause")} overdue for review.` : "No clause is overdue for review."}
        lede="Each clause says how often its owner answers for it anew. A word that it is still true, unchanged, goes into the ledger and begins its time again; a clause that is no longer right wants a new version."
        actions={<OwnerFilter teams={teams} owner={owner} show={show} />}
      />
      <div className="mt-8">
        <TabLinks
          label="Which clauses"
          options={[tab("everything", "Everything"), tab("due", "Due"), tab("mine", "Yours")]}
        />
        <div className="mt-4">
          {views[show].length === 0 ? (
            <EmptyState
              sentence={all.length === 0 ? "No pact is in force yet." : "None of them: nothing waits here."}
              action={all.length === 0 ? <ButtonLink href="/pacts/new">Write a pact</ButtonLink> : undefined}
            />
          ) : (
            <ClauseReviews
              clauses={views[show]}
              teams={teams}
              mayWrite={may(actor, "pact.write")}
              recertify={recertify}
              giveOwner={giveOwner}
            />
          )}
        </div>
      </div>
    </Page>
  );
}

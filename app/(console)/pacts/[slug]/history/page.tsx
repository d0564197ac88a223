import type { Metadata } from "next";
import { PART_NAMES, PactHistory } from "@/components/pacts/pact-history";
import { Page, PageHead } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { TabLinks } from "@/components/ui/choices";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { HISTORY_PARTS } from "@/lib/domain/history-parts";
import { pactHistory } from "@/lib/queries/pact-history";
import { historySearch } from "../../search";

export const metadata: Metadata = { title: "History of a pact" };

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Entries on a page. */
const SHOWN = 200;

/** Everything that happened to one contract, exceptions included. */
export default async function HistoryPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { of, before } = historySearch.parse(await searchParams);
  const [at = "", id = ""] = before?.split("~") ?? [];
  const { entries, older } = await found(
    pactHistory(await currentActor(), slug, of, SHOWN, before === undefined ? undefined : { at, id }),
  );
  const address = (part: typeof of, from?: string) =>
    `/pacts/${slug}/history${historySearch.query({ of: part, before: from })}`;
  return (
    <Page crumbs={[{ label: "Pacts", href: "/pacts" }, { label: slug, href: `/pacts/${slug}` }, { label: "History" }]}>
      <PageHead
        sentence={`The history of ${slug}, the newest first.`}
        lede="Versions, what lowered and what restored it, overrides with each use, break-glass, what ran ungoverned or without the database, and incidents of its agent."
      />
      <div className="mt-6">
        <TabLinks
          label="Part of the history"
          options={HISTORY_PARTS.map((one) => ({ href: address(one), label: PART_NAMES[one], current: one === of }))}
        />
      </div>
      <PactHistory entries={entries} />
      {before || older ? (
        <div className="mt-5 flex justify-between gap-2">
          {before ? (
            <ButtonLink size="small" href={address(of)}>
              Newest
            </ButtonLink>
          ) : null}
          {older ? (
            <ButtonLink size="small" className="ml-auto" href={address(of, `${older.at}~${older.id}`)}>
              Older
            </ButtonLink>
          ) : null}
        </div>
      ) : null}
    </Page>
  );
}

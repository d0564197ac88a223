import type { Metadata } from "next";
import { PART_NAMES, PactHistory } from "@/components/pacts/pact-history";
import { Page, PageHead } from "@/components/shell/page";
import { plural } from "@/components/trust/words";
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

/** Everything that happened to one contract, exceptions included. */
export default async function HistoryPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { of } = historySearch.parse(await searchParams);
  const { entries } = await found(pactHistory(await currentActor(), slug, of));
  return (
    <Page crumbs={[{ label: "Pacts", href: "/pacts" }, { label: slug, href: `/pacts/${slug}` }, { label: "History" }]}>
      <PageHead
        sentence={`The history of ${slug}: ${plural(entries.length, "entry", "entries")}.`}
        lede="Versions, what lowered and what restored it, overrides with each use, break-glass, what ran ungoverned or without the database, and incidents of its agent."
      />
      <div className="mt-6">
        <TabLinks
          label="Part of the history"
          options={HISTORY_PARTS.map((one) => ({
            href: `/pacts/${slug}/history${historySearch.query({ of: one })}`,
            label: PART_NAMES[one],
            current: one === of,
          }))}
        />
      </div>
      <PactHistory entries={entries} />
    </Page>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { EntryPeek } from "@/components/ledger/entry-peek";
import { LedgerList } from "@/components/ledger/ledger-list";
import { FAMILIES, FAMILY_NAMES, type Family, ledgerAddress, ledgerSearch } from "@/components/ledger/search";
import { Page, PageHead } from "@/components/shell/page";
import { PeekLayout } from "@/components/shell/peek";
import { Hash } from "@/components/trust/hash";
import { When } from "@/components/trust/when";
import { count, plural } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { FilterChip, TabLinks } from "@/components/ui/choices";
import { EmptyState } from "@/components/ui/page-parts";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { ledgerEntry, ledgerPage } from "@/lib/queries/ledger";

export const metadata: Metadata = { title: "Ledger" };

const ROWS = 50;
/** Entries above the one that an address names. */
const ABOVE = 8;

/** Everything that changed what an agent may do, in the order in which it was sealed. */
export default async function LedgerPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const actor = await currentActor();
  const state = ledgerSearch.parse(await searchParams);
  const { of, subject, entry } = state;
  const before = state.before ?? (entry === undefined ? undefined : entry + ABOVE + 1);
  const filter = { families: FAMILIES[of] ?? undefined, subject };
  const [{ lines, older, head }, opened] = await Promise.all([
    ledgerPage(actor, filter, ROWS, before),
    entry === undefined ? null : found(ledgerEntry(actor, entry)),
  ]);
  const at = lines.findIndex(({ number }) => number === entry);
  const neighbour = (index: number) =>
    lines[index] && at >= 0 ? ledgerAddress({ ...state, before, entry: lines[index].number }) : undefined;
  const list = (
    <div className="px-8 py-8 max-lg:px-5 max-sm:px-4">
      <PageHead
        sentence={`The ledger holds ${plural(head.size, "entry", "entries")}; nothing in it can be changed or taken out.`}
        lede={
          <>
            Sealed last <When at={head.at} />. Root over all of them: <Hash value={head.root} what="root" />
          </>
        }
      />
      <div className="mt-6">
        <TabLinks
          label="Part of the ledger"
          options={(Object.keys(FAMILIES) as Family[]).map((family) => ({
            href: ledgerAddress({ of: family, subject }),
            label: FAMILY_NAMES[family],
            current: family === of,
          }))}
        />
      </div>
      {subject ? (
        <p className="mt-3">
          <FilterChip label="Subject is" value={subject} removeHref={ledgerAddress({ of })} />
        </p>
      ) : null}
      {lines.length === 0 ? (
        <div className="mt-6">
          <EmptyState
            sentence="Nothing of this kind has been recorded yet. Whatever is published, approved, granted or decided appears here with its number within a second."
            action={of === "all" && !subject ? undefined : <Link href="/ledger">Look at everything</Link>}
          />
        </div>
      ) : (
        <LedgerList lines={lines} state={{ ...state, before }} />
      )}
      <p className="label mt-4 flex flex-wrap items-center gap-3">
        {lines.length > 0 ? `${count(lines.length)} shown.` : null}
        {before !== undefined ? (
          <ButtonLink size="small" href={ledgerAddress({ of, subject })}>
            Newest
          </ButtonLink>
        ) : null}
        {older !== null ? (
          <ButtonLink size="small" href={ledgerAddress({ of, subject, before: older })}>
            Older
          </ButtonLink>
        ) : null}
      </p>
    </div>
  );
  return (
    <Page crumbs={[{ label: "Ledger" }]} bleed>
      <div className={opened ? "with-peek" : "max-w-content"}>
        <PeekLayout
          list={list}
          peek={
            opened ? (
              <EntryPeek
                entry={opened}
                closeHref={ledgerAddress({ of, subject, before: state.before })}
                nextHref={neighbour(at + 1)}
                previousHref={neighbour(at - 1)}
              />
            ) : undefined
          }
        />
      </div>
    </Page>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { DayStrip } from "@/components/ledger/day-strip";
import { EntryPeek } from "@/components/ledger/entry-peek";
import { ExportRange } from "@/components/ledger/export-range";
import { LedgerFilters } from "@/components/ledger/ledger-filters";
import { LedgerList } from "@/components/ledger/ledger-list";
import { SealedLine } from "@/components/ledger/sealed-line";
import {
  FAMILIES,
  FAMILY_NAMES,
  type Family,
  type LedgerSearch,
  ledgerAddress,
  ledgerSearch,
} from "@/components/ledger/search";
import { VerifyFile } from "@/components/ledger/verify-file";
import { VerifyLog } from "@/components/ledger/verify-log";
import { Page, PageHead } from "@/components/shell/page";
import { PeekLayout } from "@/components/shell/peek";
import { Hash } from "@/components/trust/hash";
import { When } from "@/components/trust/when";
import { count, plural } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { TabLinks } from "@/components/ui/choices";
import { EmptyState } from "@/components/ui/page-parts";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { ledgerEntry, ledgerPage } from "@/lib/queries/ledger";
import { eraseFacts } from "./actions";

export const metadata: Metadata = { title: "Ledger" };

const ROWS = 50;
/** Entries above the one that an address names. */
const ABOVE = 8;

const DAY = 86_400_000;

const filterOf = ({ of, subject, kind, by, from, to }: LedgerSearch) => ({
  families: FAMILIES[of] ?? undefined,
  subject,
  kind,
  by,
  from: from === undefined ? undefined : Date.parse(from),
  until: to === undefined ? undefined : Date.parse(to) + DAY,
});

/** Everything that changed what an agent may do, in the order in which it was sealed. */
export default async function LedgerPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const actor = await currentActor();
  const state = ledgerSearch.parse(await searchParams);
  const { entry } = state;
  const narrowed = { ...state, before: undefined, entry: undefined };
  const before = state.before ?? (entry === undefined ? undefined : entry + ABOVE + 1);
  const [{ lines, older, head, days, signed, audited, witnesses, slug }, opened] = await Promise.all([
    ledgerPage(actor, filterOf(state), ROWS, before),
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
        actions={
          signed ? (
            <>
              <ButtonLink href="/ledger/witnesses">Witnesses and keys</ButtonLink>
              <VerifyFile slug={slug} />
              <ExportRange size={signed.size} slug={slug} />
            </>
          ) : undefined
        }
      />
      <div className="mt-4 grid gap-2">
        <SealedLine signed={signed} audited={audited} witnesses={witnesses} />
        {signed ? <VerifyLog slug={slug} /> : null}
      </div>
      <div className="mt-6">
        <DayStrip days={days} />
      </div>
      <div className="mt-6">
        <TabLinks
          label="Part of the ledger"
          options={(Object.keys(FAMILIES) as Family[]).map((family) => ({
            href: ledgerAddress({ ...narrowed, of: family }),
            label: FAMILY_NAMES[family],
            current: family === state.of,
          }))}
        />
      </div>
      <LedgerFilters state={state} actorName={lines.find(({ by }) => by.id === state.by)?.by.name} />
      {lines.length === 0 ? (
        <div className="mt-6">
          <EmptyState
            sentence="Nothing of this kind has been recorded yet. Whatever is published, approved, granted or decided appears here with its number within a second."
            action={ledgerAddress(narrowed) === "/ledger" ? undefined : <Link href="/ledger">Look at everything</Link>}
          />
        </div>
      ) : (
        <LedgerList lines={lines} state={{ ...state, before }} />
      )}
      <p className="label mt-4 flex flex-wrap items-center gap-3">
        {lines.length > 0 ? `${count(lines.length)} shown.` : null}
        {before !== undefined ? (
          <ButtonLink size="small" href={ledgerAddress(narrowed)}>
            Newest
          </ButtonLink>
        ) : null}
        {older !== null ? (
          <ButtonLink size="small" href={ledgerAddress({ ...narrowed, before: older })}>
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
                erase={may(actor, "organisation.write") ? eraseFacts : undefined}
                closeHref={ledgerAddress({ ...narrowed, before: state.before })}
                moreHref={{
                  subject: ledgerAddress({ ...narrowed, subject: opened.subject }),
                  kind: ledgerAddress({ ...narrowed, kind: opened.kind }),
                  by: ledgerAddress({ ...narrowed, by: opened.by.id }),
                }}
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

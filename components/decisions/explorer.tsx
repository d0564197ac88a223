"use client";
import { useQuery } from "@tanstack/react-query";
import { Failure } from "@/components/shell/failure";
import { Peek, PeekLayout } from "@/components/shell/peek";
import { useShortcut } from "@/components/shell/shortcuts";
import { useNow } from "@/components/trust/now";
import { plural } from "@/components/trust/words";
import { Skeleton } from "@/components/ui/page-parts";
import { toast } from "@/components/ui/toast";
import type { DecisionRequest } from "@/lib/domain/decision";
import type { ListedDecision } from "@/lib/domain/present";
import { AddFilter } from "./add-filter";
import { PAGE, summaryOptions } from "./data";
import { NothingAsked } from "./empty";
import { Facets } from "./facets";
import { Histogram } from "./histogram";
import { DecisionPeek } from "./peek";
import { Rows } from "./rows";
import { hasFilters } from "./search";
import { asCurl, type Titles } from "./telling";
import { Toolbar } from "./toolbar";
import { useAddress, useDecisions, useOpened, useWalk } from "./use-explorer";

export interface ExplorerProps {
  titles: Titles;
  /** Something that can be asked here, for the example of a call. */
  example: DecisionRequest | null;
  /** Whether anything was ever asked. */
  any: boolean;
  /** Where this reader reaches the installation. */
  origin: string;
}

/** Decisions as they are made: volume, filters, list and peek. */
export function DecisionExplorer({ titles, example, any, origin }: ExplorerProps) {
  const { view, d, opened: nowOpen, open, look } = useAddress();
  const now = useNow();
  const decisions = useDecisions(view);
  const { rows, list } = decisions;
  const summary = useQuery(summaryOptions(view));
  const walk = useWalk(rows, nowOpen, open);
  const opened = useOpened(d, rows);
  useKeys({ walk, opened: opened.decision, open, origin });

  if (!any && rows.length === 0 && !hasFilters(view) && list.isSuccess) {
    return (
      <div className="max-w-content px-8 py-8 max-sm:px-4">
        <NothingAsked example={example} origin={origin} />
      </div>
    );
  }
  const facets = summary.data?.facets;
  const addFilter = <AddFilter facets={facets} view={view} titles={titles} onView={look} onOpen={open} />;
  const openRow = (id: string) => {
    walk.focus(id);
    open(id);
  };
  const close = () => {
    open(undefined);
    if (d) walk.focus(d);
  };
  const inList = rows.some(({ id }) => id === d);
  const peek =
    d === undefined ? undefined : opened.decision ? (
      <DecisionPeek
        decision={opened.decision}
        titles={titles}
        origin={origin}
        onClose={close}
        onNext={inList ? () => walk.move(1) : undefined}
        onPrevious={inList ? () => walk.move(-1) : undefined}
      />
    ) : (
      <Peek title={`Decision ${d}`} onClose={close}>
        {opened.error ? (
          <Failure error={opened.error} title="This decision could not be read" />
        ) : (
          <Skeleton className="h-40" label="The decision is being read" />
        )}
      </Peek>
    );
  return (
    <>
      <Toolbar view={view} titles={titles} now={now} addFilter={addFilter} />
      <Histogram summary={summary} onRange={(from, to) => look({ ...view, from, to })} />
      <PeekLayout
        peek={peek}
        list={
          <div className={peek ? "wide-facets" : "facets"}>
            <aside aria-label="Filters">
              <Facets facets={facets} view={view} titles={titles} onView={look} />
            </aside>
            <div className="min-w-0 px-6 pb-8 max-lg:px-5 max-sm:px-4">
              <NewRows came={decisions.came.length} shown={rows.length} onShow={decisions.show} />
              <Rows
                decisions={decisions}
                titles={titles}
                view={view}
                d={d}
                now={now}
                onOpen={openRow}
                rowRef={walk.rowRef}
              />
            </div>
          </div>
        }
      />
    </>
  );
}

/** Keys of the list; a peek above it takes J, K and Esc for itself. */
function useKeys({
  walk,
  opened,
  open,
  origin,
}: {
  walk: ReturnType<typeof useWalk>;
  opened: ListedDecision | undefined;
  open: (d: string) => void;
  origin: string;
}) {
  useShortcut("j", "Next row", () => walk.move(1));
  useShortcut("k", "Previous row", () => walk.move(-1));
  useShortcut("e", "Explain the row (Enter and Space too)", () => {
    const row = walk.focused();
    if (row?.id) open(row.id);
  });
  useShortcut("c", "Copy the row as curl", () => {
    // The focus goes along with each move at once; the peek follows with the next drawing.
    const row = walk.focused() ?? opened;
    if (!row) return;
    navigator.clipboard.writeText(asCurl(row.request, origin)).then(
      () => toast({ title: "Copied as curl" }),
      () => toast({ title: "The browser did not allow copying: select the call in the peek", failed: true }),
    );
  });
}

/** Rows that came since wait here, so that nothing jumps under the hand. */
function NewRows({ came, shown, onShow }: { came: number; shown: number; onShow: () => void }) {
  const waiting = came > 0 && shown > 0;
  return (
    <div role="status">
      {waiting ? (
        <button
          type="button"
          onClick={() => {
            onShow();
            window.scrollTo({ top: 0 });
          }}
          className="h-7 w-full border-b border-line px-2 text-left text-xs font-medium underline underline-offset-3 max-sm:h-10 max-sm:px-0"
        >
          {came >= PAGE ? `${PAGE} or more new decisions` : plural(came, "new decision")}
        </button>
      ) : null}
    </div>
  );
}

"use client";
import { Failure } from "@/components/shell/failure";
import { count } from "@/components/trust/words";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Skeleton } from "@/components/ui/page-parts";
import { NothingMatches } from "./empty";
import { DecisionList, type ListProps } from "./list";
import { addressOf, type DecisionView, everything, hasFilters, windowOf } from "./search";
import type { Titles } from "./telling";
import type { useDecisions } from "./use-explorer";

const DAY = 86_400_000;

/** The list in each of its states: being read, failed, empty, full; and what lies below its end. */
export function Rows({
  decisions: { list, rows },
  titles,
  view,
  d,
  now,
  onOpen,
  rowRef,
}: {
  decisions: ReturnType<typeof useDecisions>;
  titles: Titles;
  view: DecisionView;
  d: string | undefined;
  now: number;
} & Pick<ListProps, "onOpen" | "rowRef">) {
  if (list.isPending) return <Skeleton className="mt-4 h-96" label="Decisions are being read" />;
  if (list.isError && rows.length === 0) {
    const again = <Button onClick={() => void list.refetch()}>Try again</Button>;
    return (
      <div className="mt-4">
        <Failure error={list.error} title="The decisions could not be read" action={again} />
      </div>
    );
  }
  const { from, to } = windowOf(view, now);
  if (rows.length === 0) {
    const wider = view.range === "30d" && !view.from ? null : { ...view, range: "30d" as const };
    return (
      <div className="mt-4">
        <NothingMatches
          filtered={hasFilters(view)}
          everythingHref={addressOf(everything(view))}
          widerHref={wider && addressOf({ ...wider, from: undefined, to: undefined })}
        />
      </div>
    );
  }
  return (
    <div aria-busy={list.isPlaceholderData || undefined}>
      <DecisionList
        rows={rows}
        titles={titles}
        open={d}
        hrefOf={(id) => addressOf(view, id)}
        onOpen={onOpen}
        withDay={to - from > DAY || view.from !== undefined}
        now={now}
        oneAgent={view.agent.length === 1}
        rowRef={rowRef}
      />
      <div className="label flex flex-wrap items-center gap-x-4 gap-y-2 px-2 py-3 max-sm:px-0">
        <span>
          {count(rows.length)} shown{list.hasNextPage ? "" : ", all there are in this view"}.
        </span>
        {list.hasNextPage ? (
          <Button size="small" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Older decisions
          </Button>
        ) : null}
        {list.isFetchNextPageError ? <span role="alert">The older ones could not be read. Try again.</span> : null}
        <span className="flex items-center gap-1 max-sm:hidden">
          <Kbd>J</Kbd> <Kbd>K</Kbd> move, <Kbd>E</Kbd> explain, <Kbd>C</Kbd> copy as curl, <Kbd>?</Kbd> all keys
        </span>
      </div>
    </div>
  );
}
